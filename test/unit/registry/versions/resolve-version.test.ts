import { expect, test } from "vitest";
import { resolveVersion } from "../../../../src/registry/versions/resolve-version.js";
import { RegistryScene } from "../../../support/registry-scene.js";

function scene(): RegistryScene {
  const made = new RegistryScene();
  made.publish("1.0.0", "user:\none\n");
  made.publish("2.0.0", "user:\ntwo\n");
  made.alias("stable", "1.0.0");
  return made;
}

const resolve = (made: RegistryScene, ref: string) => resolveVersion(made.tree, "prompt", "p", ref);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("a version and an alias give the record and the frozen bytes", () => {
  const made = scene();
  const version = resolve(made, "2.0.0");
  expect([version.version, version.alias, text(version.frozen)]).toEqual([
    "2.0.0",
    undefined,
    "user:\ntwo\n",
  ]);
  const stable = resolve(made, "stable");
  expect([stable.version, stable.alias, text(stable.frozen)]).toEqual(["1.0.0", "stable", "user:\none\n"]);
  expect(stable.record).toEqual(made.record("1.0.0"));
});

test("an alias among a thousand versions reads four files", () => {
  const made = scene();
  for (let minor = 0; minor < 1000; minor++) made.publish(`3.${minor}.0`);
  made.alias("stable", "3.500.0");
  const { paths, read } = made.tree;
  const asked: string[] = [];
  const counting = {
    paths,
    read: (path: string) => {
      asked.push(path);
      return read(path);
    },
  };
  expect(resolveVersion(counting, "prompt", "p", "stable").version).toBe("3.500.0");
  expect(asked).toHaveLength(4);
});

test("what does not exist is told with what does", () => {
  const made = scene();
  const missing = (ref: string) =>
    expect.objectContaining({ code: "MLX_VERSION_NOT_FOUND", exitCode: 2, ...hints[ref] });
  const hints: Record<string, { hint: string }> = {
    "2.0.1": { hint: "did you mean 2.0.0? it has 2.0.0, 1.0.0, stable" },
    stabel: { hint: "did you mean stable? it has 2.0.0, 1.0.0, stable" },
    "../../x": { hint: "it has 2.0.0, 1.0.0, stable" },
    constructor: { hint: "it has 2.0.0, 1.0.0, stable" },
  };
  for (const ref of Object.keys(hints)) expect(() => resolve(made, ref)).toThrow(missing(ref));
});

test.each([
  ["the frozen bytes", "prompts/p/versions/1.0.0.md", "prompts/p/versions/1.0.0.md:1:1"],
  ["the record", "prompts/p/versions/1.0.0.json", "prompts/p/versions/1.0.0.json:1:1"],
  ["the alias", "prompts/p/aliases/stable", "prompts/p/aliases/stable:1:1"],
])("%s changed by hand: damaged, exit 3, with the place", (_, file, place) => {
  const made = scene();
  made.files.set(file, "changed\n");
  const error = expect.objectContaining({ code: "MLX_REGISTRY_DAMAGED", exitCode: 3 });
  expect(() => resolve(made, "stable")).toThrow(error);
  try {
    resolve(made, "stable");
  } catch (thrown) {
    const { at } = thrown as { at: { file: string; line: number; column: number } };
    expect(`${at.file}:${at.line}:${at.column}`).toBe(place);
  }
});

test.each([
  ["its event", (file: string) => file.includes("/events/")],
  ["its record", (file: string) => file.endsWith("versions/1.0.0.json")],
  ["its frozen bytes", (file: string) => file.endsWith("versions/1.0.0.md")],
])("an alias that lacks %s is damaged", (_, lost) => {
  const made = scene();
  for (const file of [...made.files.keys()].filter(lost)) made.files.delete(file);
  expect(() => resolve(made, "stable")).toThrow(expect.objectContaining({ code: "MLX_REGISTRY_DAMAGED" }));
});

test("a line that points elsewhere than its event does is damaged", () => {
  const made = scene();
  const { digest } = made.record("2.0.0");
  const [, , event = ""] = String(made.files.get("prompts/p/aliases/stable")).split(" ");
  made.files.set("prompts/p/aliases/stable", `2.0.0 sha256:${digest} ${event}`);
  expect(() => resolve(made, "stable")).toThrow(/does not say what its event/);
});

test("a record that was copied under another version is damaged", () => {
  const made = scene();
  const record = made.files.get("prompts/p/versions/1.0.0.json") ?? "";
  made.files.set("prompts/p/versions/3.0.0.json", record);
  made.files.set("prompts/p/versions/3.0.0.md", "user:\none\n");
  expect(() => resolve(made, "3.0.0")).toThrow(/is the record of p@1.0.0/);
});
