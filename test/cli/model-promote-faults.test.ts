import { rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { changes, modelSettings, promote, registeredModel } from "../support/registered-model.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const champion = "models/penguins/aliases/champion";
const settings = "models/penguins/model.yaml";
const demanding = modelSettings(["{metric: accuracy, min: 0.99}"]);

async function committed(...accuracies: number[]): Promise<TestRepo> {
  const repo = await registeredModel(...accuracies);
  repo.commit();
  return repo;
}

describe("a promotion that was interrupted before its pointer", () => {
  async function interrupted(): Promise<TestRepo> {
    const repo = await registeredModel(0.9, 0.95);
    await must(repo, promote("1"));
    repo.commit();
    await must(repo, promote("2"));
    repo.git("checkout", "--quiet", "--", champion);
    return repo;
  }

  test("is completed by the same command, with the event that is there", async () => {
    const repo = await interrupted();
    expect(await must(repo, promote("2"))).toContain("1 → 2 (completed what was interrupted)");
    expect(changes(repo).split("\n")).toHaveLength(2);
    await must(repo, "registry verify");
  });

  test("is judged by the gates of now; an override is an event of its own", async () => {
    const repo = await interrupted();
    repo.write(demanding);
    const refused = await mlx(repo, promote("2"));
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining("refused: champion")]);
    expect(repo.read(champion)).toMatch(/^1 /);
    expect(await must(repo, promote("2", "--override", "ticket 7"))).not.toContain("completed");
    expect(await must(repo, "registry log --limit 1")).toContain("OVERRIDDEN: ticket 7");
    await must(repo, "registry verify");
  });

  test("with an override, and a rollback, is completed though gates fail: they passed over them", async () => {
    const repo = await registeredModel(0.9, 0.95);
    repo.write(demanding);
    await must(repo, promote("1", "--override", "ticket 7"));
    await must(repo, promote("2", "--override", "ticket 8"));
    repo.commit();
    await must(repo, "model rollback penguins champion");
    repo.git("checkout", "--quiet", "--", champion);
    const { json } = await mlx(repo, "registry verify --json");
    expect(json["findings"]).toMatchObject([{ hint: expect.stringContaining("promote penguins@1") }]);
    expect(await must(repo, promote("1"))).toContain("2 → 1 (completed what was interrupted)");
    repo.commit();
    await must(repo, promote("2", "--override", "ticket 9"));
    repo.git("checkout", "--quiet", "--", champion);
    expect(await must(repo, promote("2"))).toContain("1 → 2 (completed what was interrupted)");
    await must(repo, "registry verify");
  });

  test("is not completed once the version is archived; the version before settles it", async () => {
    const repo = await interrupted();
    await must(repo, ["model", "archive", "penguins@2", "-m", "wrong split"]);
    const { code, stdout } = await mlx(repo, promote("2"));
    expect([code, stdout]).toEqual([1, expect.stringContaining("not archived")]);
    await must(repo, promote("1"));
    await must(repo, "registry verify");
  });
});

describe("--commit", () => {
  test("with a locked index leaves the files, and the hint commits them once it is free", async () => {
    const repo = await committed(0.9);
    writeFileSync(repo.path(".git/index.lock"), "");
    const { code, error } = await mlx(repo, promote("1", "--commit", "--json"));
    expect([code, error.code]).toEqual([3, "MLX_COMMIT_FAILED"]);
    expect(error.message).toMatch(/git add failed: .*index\.lock/);
    repo.remove(".git/index.lock");
    const again = await mlx(repo, promote("1", "--commit"));
    expect([again.code, again.stdout]).toEqual([0, "champion of penguins is at 1 already\n"]);
    expect(again.stderr).toContain("2 files that it stands on are not committed yet");
    const [, paths = ""] = /git add --all -- (.*) && git commit -- /.exec(error.hint ?? "") ?? [];
    repo.git("add", "--all", "--", ...paths.split(" "));
    repo.git("commit", "--quiet", "--message", "by hand", "--", ...paths.split(" "));
    expect(changes(repo)).toBe("");
  });

  test("is refused while a rebase is under way, which would take the commit for one of its own", async () => {
    const repo = await committed(0.9);
    repo.write({ "a.txt": "ours" });
    repo.commit();
    repo.git("checkout", "--quiet", "-b", "other", "HEAD~");
    repo.write({ "a.txt": "theirs" });
    repo.commit();
    expect(() => repo.git("rebase", "--quiet", "main")).toThrow();
    const before = changes(repo);
    const { code, error } = await mlx(repo, promote("1", "--commit", "--json"));
    expect([code, error.code]).toEqual([2, "MLX_COMMIT_REFUSED"]);
    expect(error.message).toContain("a rebase is under way");
    expect(changes(repo)).toBe(before);
  });

  test("works on a detached head, from a folder below, and in a linked worktree", async () => {
    const repo = await committed(0.9, 0.95);
    repo.git("checkout", "--quiet", "--detach");
    await must(repo, promote("1", "--commit"), { cwd: "data" });
    expect(repo.git("log", "-1", "--format=%s")).toBe("Promote penguins@1 to champion");
    const linked = `${tempFolder()}/linked`;
    repo.git("worktree", "add", "--quiet", linked, "-b", "linked");
    const tree = repo.at(linked);
    await must(tree, promote("2", "--commit"));
    await must(tree, "model pull penguins@champion --to got");
    expect(tree.read("got/model.json")).toContain("0.95");
    expect(repo.read(champion)).toMatch(/^1 /);
    for (const one of [repo, tree]) await must(one, "registry verify");
  });

  test("writes no character into the message, or into annotations, that moves the cursor", async () => {
    const repo = await committed(0.9);
    repo.write({ [settings]: 'gates: {champion: [{metric: "\\e[31mx", min: 2}]}\n' });
    repo.commit();
    const gate = await mlx(repo, "gate penguins@1 --to champion --format github");
    expect(gate.stdout).toContain("\\x1b[31mx");
    expect(gate.stdout).not.toContain("\u001b");
    await must(repo, promote("1", "--commit", "--override", "why\u001b[31m"));
    const message = repo.git("log", "-1", "--format=%B");
    expect(message).toContain("FAILED metric: \\x1b[31mx ≥ 2");
    expect(message).not.toContain("\u001b");
  });
});

test("while a merge left a conflict in an alias, another alias moves, and a promotion settles the one", async () => {
  const repo = await committed(0.9, 0.92, 0.95);
  await must(repo, promote("1", "--commit"));
  repo.git("checkout", "--quiet", "-b", "other");
  await must(repo, promote("2", "--commit"));
  repo.git("checkout", "--quiet", "main");
  await must(repo, promote("3", "--commit"));
  expect(() => repo.git("merge", "--quiet", "other")).toThrow();
  const { code, error } = await mlx(repo, "model pull penguins@champion --json");
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
  expect(error.message).toContain("marks of an unresolved merge conflict");
  const back = await mlx(repo, "model rollback penguins champion --json");
  expect([back.code, back.error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
  await must(repo, "model promote penguins@2 --to staging");
  await must(repo, promote("3"));
  await must(repo, "registry verify");
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--message", "merged");
  expect(await must(repo, "model list penguins")).toMatch(/3 +champion/);
});

describe("an alias whose last event was deleted", () => {
  async function rolledBack(): Promise<TestRepo> {
    const repo = await registeredModel(0.9, 0.95);
    repo.write(demanding);
    await must(repo, promote("1", "--override", "ticket 7"));
    await must(repo, promote("2", "--override", "ticket 8"));
    await must(repo, "model rollback penguins champion");
    repo.commit();
    const [, , event = ""] = repo.read(champion).trim().split(" ");
    rmSync(repo.path("models/penguins/events", `${event}.json`));
    return repo;
  }

  test.each([
    ["promote to what it held before", promote("2")],
    ["promote to what it holds", promote("1")],
    ["promote with an override", promote("2", "--override", "ticket 9")],
    ["rollback", "model rollback penguins champion"],
    ["unalias", "model unalias penguins champion"],
    ["gate", "gate penguins@1 --to champion"],
  ])("%s: nothing is built on it", async (_, command) => {
    const repo = await rolledBack();
    const before = changes(repo);
    const { code, stderr } = await mlx(repo, command);
    expect([code, stderr]).toEqual([3, expect.stringContaining("which is not there: it was deleted")]);
    expect(changes(repo)).toBe(before);
  });

  test("is brought back, or taken away and set anew past the gates, as verify says", async () => {
    const repo = await rolledBack();
    const { json } = await mlx(repo, "registry verify --no-history --json");
    expect(json["findings"]).toMatchObject([
      {
        hint: expect.stringMatching(
          /git checkout .*; if it is lost for good: rm \S+, then mlx model promote penguins@1 --to champion$/,
        ),
      },
    ]);
    rmSync(repo.path(champion));
    expect((await mlx(repo, promote("1"))).code).toBe(1);
    expect(await must(repo, promote("1", "--override", "ticket 9"))).not.toContain("completed");
    expect(repo.read(champion)).toMatch(/^1 /);
  });
});
