import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { committedScene, eventsOf, obey, penguins, verified } from "../support/history-scene.js";
import { mlx } from "../support/mlx.js";
import type { ModelScene } from "../support/model-scene.js";
import { promote, registeredModel } from "../support/registered-model.js";
import { ann, bob } from "../support/registry-scene.js";
import { as, publishVersion, releasedPrompt } from "../support/released-prompt.js";

const folder = "models/penguins";
const champion = `${folder}/aliases/champion`;

/** What each kind of last event is, for people, and how a scene comes by it. */
const last: readonly (readonly [string, (made: ModelScene) => unknown])[] = [
  ["rejected 2", (made) => made.judge("reject", "2", bob)],
  ["approved 1", (made) => made.judge("approve", "1", bob)],
  ["archived 2", (made) => made.event(ofVersion(made, "archive"))],
  ["unarchived 2", (made) => made.event(ofVersion(made, "unarchive"))],
  ["champion 1 → 2", (made) => made.alias("champion", "2", { author: bob })],
  ["champion removed, was 1", (made) => made.unalias("champion")],
];

function ofVersion(made: ModelScene, kind: "archive" | "unarchive") {
  return { kind, author: bob, message: "", parents: [], target: made.ref("2") };
}

test.each(last)("a last event that was deleted is named with the commit that did: %s", async (text, add) => {
  const made = penguins();
  const repo = committedScene(made);
  const before = new Map(made.files);
  add(made);
  for (const [path, content] of made.files) repo.write({ [path]: content });
  if (!made.files.has(champion)) repo.remove(champion);
  repo.commit("decided");
  const event = eventsOf(repo).at(-1) ?? "";
  await must(repo, "registry verify");
  repo.remove(event);
  repo.write({ [champion]: before.get(champion) ?? "" });
  const deletion = repo.commit("Tidy up").slice(0, 12);
  const { code, findings } = await verified(repo);
  expect(code).toBe(1);
  expect(findings).toMatchObject([
    { rule: "deleted-file", severity: "error", file: event, line: 1, column: 1 },
  ]);
  expect(findings[0]?.message).toContain(
    `(${text}) was committed once and is not there: commit ${deletion} (`,
  );
  expect(findings[0]?.message).toContain('Test Person: "Tidy up") deleted it');
  obey(repo, findings[0]?.hint);
  const left = await verified(repo);
  // What an alias is after its removal, verify itself asks for.
  expect(left.rules).toEqual(text.includes("removed") ? [`alias-event ${champion}`] : []);
});

test("prompts are looked after as models are", async () => {
  const repo = await releasedPrompt("1.0.0");
  await must(repo, "prompt approve answer@1.0.0 --reject -m wrong", { env: as("ann") });
  repo.commit("rejected");
  const event = eventsOf(repo, "prompts/answer").at(-1) ?? "";
  repo.git("rm", "--quiet", event);
  repo.commit("forget");
  const { code, rules, findings } = await verified(repo, "answer");
  expect([code, rules]).toEqual([1, [`deleted-file ${event}`]]);
  expect((await mlx(repo, "registry verify")).stdout).toContain(
    `${event}:1:1: deleted-file: an event of ann@example.com (rejected 1.0.0) was committed once`,
  );
  obey(repo, findings[0]?.hint);
  await must(repo, "registry verify");
});

test("what is deleted in the working tree alone is named too, staged or not", async () => {
  const repo = committedScene(penguins());
  const event = eventsOf(repo).at(-1) ?? "";
  repo.remove(event);
  for (const stage of [false, true]) {
    if (stage) repo.git("add", "--all");
    const { rules, findings } = await verified(repo);
    expect(rules).toEqual([`deleted-file ${event}`]);
    expect(findings[0]?.message).toContain("it is deleted in the working tree, not yet in a commit");
  }
  obey(repo, (await verified(repo)).findings[0]?.hint);
  await must(repo, "registry verify");
});

test("a version taken away with everything that names it is named file by file", async () => {
  const made = penguins();
  const repo = committedScene(made);
  made.register(3);
  for (const [path, content] of made.files) repo.write({ [path]: content });
  repo.commit("third");
  const event = eventsOf(repo).at(-1) ?? "";
  repo.git("rm", "--quiet", event, `${folder}/versions/3.json`, `${folder}/versions/3.yaml`);
  repo.commit("never was");
  const { rules, findings } = await verified(repo);
  expect(rules).toEqual([
    `deleted-file ${event}`,
    `deleted-file ${folder}/versions/3.json`,
    `deleted-file ${folder}/versions/3.yaml`,
  ]);
  for (const { hint } of findings) obey(repo, hint);
  await must(repo, "registry verify");
});

test("a frozen file that both the tree and the history miss is told of once, with the commit", async () => {
  const repo = committedScene(penguins());
  repo.git("rm", "--quiet", `${folder}/versions/2.yaml`);
  const deletion = repo.commit("gone").slice(0, 12);
  const { rules, findings } = await verified(repo);
  expect(rules).toEqual([`missing-frozen ${folder}/versions/2.yaml`]);
  expect(findings[0]?.message).toContain(`commit ${deletion}`);
  obey(repo, findings[0]?.hint);
  await must(repo, "registry verify");
});

test("where a merge dropped an event without a commit that deletes it, the merge is named", async () => {
  const made = penguins();
  const repo = committedScene(made);
  repo.git("checkout", "--quiet", "-b", "topic");
  made.judge("reject", "2", bob);
  for (const [path, content] of made.files) repo.write({ [path]: content });
  repo.commit("rejected");
  const event = eventsOf(repo).at(-1) ?? "";
  repo.git("checkout", "--quiet", "main");
  repo.write({ "README.md": "x" });
  repo.commit("more");
  repo.git("merge", "--quiet", "--strategy", "ours", "--message", "Merge topic", "topic");
  const merge = repo.git("rev-parse", "HEAD").slice(0, 12);
  const { rules, findings } = await verified(repo);
  expect(rules).toEqual([`deleted-file ${event}`]);
  expect(findings[0]?.message).toContain(`the merge ${merge} (`);
  obey(repo, findings[0]?.hint);
  await must(repo, "registry verify");
});

test("a deletion that a merge brought is laid to the commit, and what a merge itself added is known", async () => {
  const made = penguins();
  const repo = committedScene(made);
  repo.git("checkout", "--quiet", "-b", "topic");
  const approval = eventsOf(repo).at(-1) ?? "";
  repo.git("rm", "--quiet", approval);
  const deletion = repo.commit("quietly").slice(0, 12);
  repo.git("checkout", "--quiet", "main");
  repo.write({ "README.md": "x" });
  repo.commit("more");
  repo.git("merge", "--quiet", "--no-commit", "topic");
  made.judge("reject", "2", ann);
  const [added = ""] = [...made.files.keys()]
    .filter((path) => path.includes("/events/"))
    .sort()
    .slice(-1);
  repo.write({ [added]: made.files.get(added) ?? "" });
  repo.commit("merge");
  const [found, ...others] = (await verified(repo)).findings;
  expect([found?.file, others]).toEqual([approval, []]);
  expect(found?.message).toContain(`commit ${deletion} `);
  repo.git("rm", "--quiet", added);
  repo.commit("and that");
  expect((await verified(repo)).rules).toEqual([`deleted-file ${approval}`, `deleted-file ${added}`]);
});

test("a revert of a promotion is named; the hint brings event and line back, and a rollback takes it back", async () => {
  const repo = await registeredModel(0.9, 0.92);
  await must(repo, promote("1"));
  repo.commit("first");
  await must(repo, promote("2", "--commit"));
  const event = eventsOf(repo).at(-1) ?? "";
  repo.git("revert", "--no-edit", "HEAD");
  const { rules, findings } = await verified(repo);
  expect(rules).toEqual([`deleted-file ${event}`]);
  const [, command = ""] = /says so in an event: mlx (.*)$/.exec(findings[0]?.hint ?? "") ?? [];
  expect(command).toBe("model rollback penguins champion");
  obey(repo, findings[0]?.hint);
  await must(repo, "registry verify");
  expect(await must(repo, command)).toContain("champion of penguins: 2 → 1");
  repo.commit("rolled back");
  await must(repo, "registry verify");
});

test("where an alias was moved on after a revert, its line is left alone", async () => {
  const repo = await registeredModel(0.9, 0.92, 0.94);
  await must(repo, promote("1"));
  repo.commit("first");
  await must(repo, promote("2", "--commit"));
  const reverted = eventsOf(repo).at(-1) ?? "";
  repo.git("revert", "--no-edit", "HEAD");
  await must(repo, promote("3", "--commit"));
  const { findings } = await verified(repo);
  expect(findings[0]?.hint).toMatch(
    new RegExp(`^bring it back: git checkout [0-9a-f]{12} -- :/${reverted}$`),
  );
  obey(repo, findings[0]?.hint);
  expect((await verified(repo)).rules).toEqual([`alias-heads ${champion}`]);
  await must(repo, promote("3"));
  await must(repo, "registry verify");
});

test("a promotion that was reset away, and one that was rolled back, are no fault", async () => {
  const repo = await registeredModel(0.9, 0.92);
  await must(repo, promote("1"));
  repo.commit("first");
  await must(repo, promote("2", "--commit"));
  repo.git("reset", "--quiet", "--keep", "HEAD~");
  await must(repo, "registry verify");
  await must(repo, promote("2", "--commit"));
  await must(repo, "model rollback penguins champion --commit");
  await must(repo, "registry verify");
});

test("a move of an alias that is reverted twice is there again, and so is an event that came by two ways", async () => {
  const made = penguins();
  const repo = committedScene(made);
  made.judge("reject", "2", bob);
  repo.git("checkout", "--quiet", "-b", "topic");
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const picked = repo.commit("rejected");
  repo.git("checkout", "--quiet", "main");
  repo.write({ "README.md": "x" });
  repo.commit("more");
  repo.git("cherry-pick", picked);
  repo.git("merge", "--quiet", "--no-edit", "topic");
  await must(repo, "registry verify");
  repo.git("revert", "--no-edit", "HEAD^");
  expect((await verified(repo)).code).toBe(1);
  repo.git("revert", "--no-edit", "HEAD");
  await must(repo, "registry verify");
});

test("evidence that was deleted is named: a bad verdict would be forgotten", async () => {
  const { penguinsLineage } = await import("../support/penguins-lineage.js");
  const repo = committedScene(penguinsLineage());
  const evidence = repo.git("ls-files", `${folder}/evidence`).split("\n");
  for (const file of evidence) {
    repo.git("rm", "--quiet", file);
    const { rules } = await verified(repo, "--model");
    expect(rules).toContain(`deleted-file ${file}`);
    repo.git("reset", "--quiet", "--hard");
  }
  expect(evidence.length).toBeGreaterThan(1);
});

test("--no-history reads the working tree alone", async () => {
  const repo = committedScene(penguins());
  repo.git("rm", "--quiet", eventsOf(repo).at(-1) ?? "");
  repo.commit("gone");
  expect((await verified(repo)).code).toBe(1);
  const { code, history } = await verified(repo, "--no-history");
  expect([code, history]).toEqual([0, "skipped"]);
});

test("a number that is given anew after its version was deleted is named", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.commit("base");
  await publishVersion(repo, "1.1.0");
  repo.commit("first");
  const event = eventsOf(repo, "prompts/answer").at(-1) ?? "";
  repo.git("revert", "--no-edit", "HEAD");
  await publishVersion(repo, "1.1.0");
  repo.commit("second");
  expect((await verified(repo)).rules).toEqual([`deleted-file ${event}`]);
});
