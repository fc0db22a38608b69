import { expect, test } from "vitest";
import { aliasNames, publishedNames, readItem, versionNames } from "../../../src/registry/read-item.js";
import { memoryTree, RegistryScene } from "../../support/registry-scene.js";

test("versions come by precedence, events by time, aliases by name; other files are strays", () => {
  const made = new RegistryScene();
  for (const version of ["1.10.0", "1.9.0", "1.9.0-rc.1"]) made.publish(version);
  made.alias("stable", "1.9.0");
  made.alias("candidate", "1.10.0");
  made.files.set("prompts/p/prompt.md", "user:\nx\n");
  made.files.set("prompts/p/versions/notes.txt", "x");
  made.files.set("prompts/p/versions/1.0.json", "x");
  made.files.set("prompts/p/aliases/deep/er", "x");
  made.files.set("prompts/p/events/.DS_Store", "x");
  made.files.set("prompts/p2/versions/1.0.0.md", "x");
  const item = made.item;
  expect(item.versions.map(({ version }) => version)).toEqual(["1.9.0-rc.1", "1.9.0", "1.10.0"]);
  expect(item.events.map(({ event }) => event.ok && event.value.kind)).toEqual([
    ...["publish", "publish", "publish", "alias", "alias"],
  ]);
  expect(item.aliases.map(({ alias }) => alias)).toEqual(["candidate", "stable"]);
  expect(item.strays).toEqual([
    ...["prompts/p/aliases/deep/er", "prompts/p/versions/1.0.json", "prompts/p/versions/notes.txt"],
  ]);
});

test("a frozen copy alone is a version without a record", () => {
  const item = readItem(memoryTree(new Map([["prompts/p/versions/1.0.0.md", "x"]])), "prompt", "p");
  expect(item.versions).toMatchObject([{ version: "1.0.0", frozenFile: "prompts/p/versions/1.0.0.md" }]);
  expect(item.versions[0]?.record).toBeUndefined();
});

test("a file is read when somebody asks for what is in it, and once", () => {
  const made = new RegistryScene();
  made.publish("1.0.0");
  made.alias("stable", "1.0.0");
  const asked: string[] = [];
  const { paths, read } = made.tree;
  const counting = {
    paths,
    read: (path: string) => {
      asked.push(path);
      return read(path);
    },
  };
  const item = readItem(counting, "prompt", "p");
  expect([item.versions.length, item.events.length, item.aliases.length, asked]).toEqual([1, 2, 1, []]);
  for (const entry of [...item.versions, ...item.versions]) expect(entry.record?.ok).toBe(true);
  expect(asked).toEqual(["prompts/p/versions/1.0.0.json"]);
});

test("a prompt without any of it is empty", () => {
  const item = readItem(memoryTree(new Map([["prompts/p/prompt.md", "x"]])), "prompt", "p");
  expect([item.versions, item.events, item.aliases, item.strays]).toEqual([[], [], [], []]);
});

test("names of versions, aliases and prompts are listed without reading a file", () => {
  const made = new RegistryScene();
  made.publish("2.0.0");
  made.publish("1.0.0");
  made.alias("stable", "1.0.0");
  const tree = { paths: made.tree.paths, read: () => expect.unreachable() };
  expect(versionNames(tree, "prompt", "p")).toEqual(["1.0.0", "2.0.0"]);
  expect(aliasNames(tree, "prompt", "p")).toEqual(["stable"]);
  expect(publishedNames(tree, "prompt")).toEqual(["p"]);
  expect(publishedNames(tree, "model")).toEqual([]);
});

test("models have whole numbers and a folder of their own", () => {
  const files = new Map(
    ["10", "9", "1.0.0", "0"].map((version) => [`models/m/versions/${version}.json`, "{}"]),
  );
  expect(versionNames(memoryTree(files), "model", "m")).toEqual(["9", "10"]);
});
