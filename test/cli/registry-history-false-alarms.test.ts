import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sha256 } from "../../src/core/sha256.js";
import { must } from "../support/data-project.js";
import { committedScene, eventsOf, penguins, verified } from "../support/history-scene.js";
import { ModelScene } from "../support/model-scene.js";
import { bob } from "../support/registry-scene.js";
import { promptText, releasedPrompt } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const folder = "models/penguins";

function add(repo: TestRepo, made: ModelScene): void {
  for (const [path, content] of made.files) repo.write({ [path]: content });
}

/** The registry of a model of the same name that was made on another day: other events, other records. */
function another(): ModelScene {
  const made = new ModelScene();
  // Days go by: the ids of events are made of their times.
  for (let day = 0; day < 20; day++) made.event({ kind: "archive", author: bob, message: "", parents: [] });
  made.files.clear();
  made.register(1, { "model.json": "another" });
  made.judge("reject", "1", bob);
  return made;
}

test("an item that was removed as a whole, or moved away, is no fault of those that are left", async () => {
  const repo = committedScene(penguins());
  add(repo, penguins("gulls"));
  repo.commit("gulls");
  repo.git("rm", "-r", "--quiet", "models/gulls");
  await must(repo, "registry verify");
  repo.commit("no gulls");
  await must(repo, "registry verify");
  repo.git("mv", folder, "models/terns");
  repo.commit("renamed");
  const { rules } = await verified(repo);
  // That each file says another name is a fault of its own; none of them is said to be deleted.
  expect(new Set(rules.map((rule) => rule.split(" ")[0]))).not.toContain("deleted-file");
  repo.git("mv", "models/terns", folder);
  repo.commit("back");
  await must(repo, "registry verify");
});

test.each(["in one commit", "in two commits", "in none"])(
  "an item that was removed as a whole and begun anew is another one: %s",
  async (how) => {
    const repo = committedScene(penguins());
    repo.git("rm", "-r", "--quiet", folder);
    if (how === "in two commits") repo.commit("removed");
    add(repo, another());
    if (how !== "in none") repo.commit("anew");
    expect((await verified(repo)).rules).toEqual([]);
    const event = eventsOf(repo).at(-1) ?? "";
    repo.commit("anew, if it was not yet");
    repo.git("rm", "--quiet", event);
    expect((await verified(repo)).rules).toEqual([`deleted-file ${event}`]);
  },
);

test("what is removed as a whole and brought back without one event is not begun anew", async () => {
  const made = penguins();
  made.judge("reject", "2", bob);
  const repo = committedScene(made);
  const rejection = eventsOf(repo).at(-1) ?? "";
  const elsewhere = join(tempFolder(), "penguins");
  cpSync(repo.path(folder), elsewhere, { recursive: true });
  repo.git("rm", "-r", "--quiet", folder);
  repo.commit("removed");
  cpSync(elsewhere, repo.path(folder), { recursive: true });
  repo.remove(rejection);
  repo.commit("back");
  expect((await verified(repo)).rules).toEqual([`deleted-file ${rejection}`]);
});

test("events written anew for the same versions do not stand for those that were deleted", async () => {
  const made = penguins();
  const repo = committedScene(made);
  const events = eventsOf(repo);
  for (const event of events) repo.remove(event);
  const publish = (version: string, parents: readonly Sha256[]) => {
    return made.event({ kind: "publish", author: bob, message: "", parents, target: made.ref(version) })
      .digest;
  };
  publish("2", [publish("1", [])]);
  for (const [path, content] of made.files) if (!events.includes(path)) repo.write({ [path]: content });
  repo.remove(`${folder}/aliases/champion`);
  repo.commit("forged");
  expect((await verified(repo)).rules).toEqual(events.map((event) => `deleted-file ${event}`));
});

test.each(["--ours", "--theirs"])(
  "of two branches that published one version the one that gives way is no fault, %s",
  async (side) => {
    const repo = await releasedPrompt("1.0.0");
    repo.commit("base");
    const publish = async (words: string) => {
      repo.write({ "prompts/answer/prompt.md": promptText(words) });
      await must(repo, "prompt publish answer --version 1.1.0 -m x");
      await must(repo, "prompt approve answer@1.1.0 --reject -m hm");
      repo.write({ "prompts/answer/prompt.md": promptText() });
      repo.commit(words);
      return eventsOf(repo, "prompts/answer").slice(-2);
    };
    repo.git("checkout", "--quiet", "-b", "topic");
    const theirs = await publish("Theirs.");
    repo.git("checkout", "--quiet", "main");
    const ours = await publish("Ours.");
    expect(() => repo.git("merge", "--quiet", "topic")).toThrow();
    repo.git("checkout", side, "prompts/answer/versions/1.1.0.json", "prompts/answer/versions/1.1.0.md");
    repo.git("add", "--all");
    repo.git("rm", "--quiet", "--force", ...(side === "--ours" ? theirs : ours));
    await must(repo, "registry verify");
    repo.commit("merge");
    await must(repo, "registry verify");
    const left = side === "--ours" ? ours : theirs;
    repo.git("rm", "--quiet", left[1] ?? "");
    expect((await verified(repo)).rules).toEqual([`deleted-file ${left[1]}`]);
  },
);

test("what verify itself asks to delete is no fault once it is deleted", async () => {
  const made = penguins();
  const repo = committedScene(made);
  const [first = ""] = eventsOf(repo);
  const copy = first.replace(/[^/]+\.json$/, "01KJMMZZZZ0000000000000000.json");
  const forged = made.event({ kind: "alias", author: bob, message: "", parents: [], alias: "x" });
  const [path = ""] = [...made.files.keys()].filter((file) => file.includes(forged.id));
  repo.write({
    [copy]: repo.read(first),
    [path]: made.files.get(path) ?? "",
    [`${folder}/events/notes.txt`]: "x",
    [`${folder}/events/01KJMMZZZZ0000000000000001.json`]: "{}",
    [`${folder}/versions/9.yaml`]: "interrupted",
  });
  repo.commit("things");
  expect((await verified(repo)).code).toBe(1);
  for (const file of [
    copy,
    path,
    "events/notes.txt",
    "events/01KJMMZZZZ0000000000000001.json",
    "versions/9.yaml",
  ])
    repo.git("rm", "--quiet", file.startsWith("models/") ? file : `${folder}/${file}`);
  await must(repo, "registry verify");
  repo.commit("tidy");
  await must(repo, "registry verify");
});

test("files of other items, working files and aliases come and go", async () => {
  const repo = committedScene(penguins());
  repo.write({ "models/notes/versions/readme.txt": "x", [`${folder}/notebook.txt`]: "x" });
  const [line] = [repo.read(`${folder}/aliases/champion`)];
  repo.write({ [`${folder}/aliases/old`]: line, "models/events/a.json": "{}" });
  repo.commit("more");
  for (const path of ["models/notes", `${folder}/notebook.txt`, `${folder}/aliases/old`, "models/events"])
    repo.remove(path);
  repo.commit("less");
  await must(repo, "registry verify");
});
