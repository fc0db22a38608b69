import { renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { committedScene, eventsOf, penguins, verified } from "../support/history-scene.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const folder = "models/penguins";

/** A repository whose last event was deleted two commits ago. */
function deleted(): { readonly repo: TestRepo; readonly event: string } {
  const repo = committedScene(penguins());
  const event = eventsOf(repo).at(-1) ?? "";
  repo.git("rm", "--quiet", event);
  repo.commit("gone");
  repo.write({ "README.md": "x" });
  repo.commit("more");
  return { repo, event };
}

test("a shallow clone is looked through as far as it reaches, and a note says so", async () => {
  const { repo, event } = deleted();
  const shallow = await verified(repo.clone("--depth", "1", "--no-tags"));
  expect([shallow.code, shallow.history]).toEqual([0, "shallow"]);
  const clone = repo.clone("--depth", "2");
  const { code, stdout, stderr } = await mlx(clone, "registry verify");
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^intact: /)]);
  expect(stderr).toContain("this clone is shallow");
  expect(stderr).toContain("git fetch --unshallow");
  expect((await mlx(clone, "registry verify --quiet")).stderr).toBe("");
  expect((await verified(repo.clone("--depth", "3"))).rules).toEqual([`deleted-file ${event}`]);
  clone.git("fetch", "--quiet", "--unshallow");
  expect(await verified(clone)).toMatchObject({
    code: 1,
    history: "whole",
    rules: [`deleted-file ${event}`],
  });
});

test("before the first commit there is no history, and nothing to say of it", async () => {
  const repo = gitRepo();
  for (const [path, content] of penguins().files) repo.write({ [path]: content });
  expect(await verified(repo)).toMatchObject({ code: 0, history: "none", stderr: "" });
  repo.git("add", "--all");
  expect((await verified(repo)).code).toBe(0);
});

test("bare repositories, worktrees, submodules and folders below are looked through like any other", async () => {
  const { repo, event } = deleted();
  const found = [`deleted-file ${event}`];
  expect((await verified(repo.clone("--bare"))).rules).toEqual(found);
  const worktree = join(tempFolder(), "worktree");
  repo.git("worktree", "add", "--quiet", "--detach", worktree);
  expect((await verified(repo.at(worktree))).rules).toEqual(found);
  expect((await verified(repo.at(repo.path(folder)))).rules).toEqual(found);
  repo.git("worktree", "add", "--quiet", "--detach", `${worktree}-before`, "HEAD~2");
  expect((await verified(repo.at(`${worktree}-before`))).rules).toEqual([]);
  const above = gitRepo({ "README.md": "x" });
  above.git("submodule", "--quiet", "add", `file://${repo.root}`, "models");
  above.commit("submodule");
  expect((await verified(above.at(above.path("models")))).rules).toEqual(found);
  expect(await verified(above)).toMatchObject({ rules: [], history: "whole" });
});

test("a commit with a time that no date has is named like any other", async () => {
  const repo = committedScene(penguins());
  const event = eventsOf(repo).at(-1) ?? "";
  repo.remove(event);
  const farOff = { ...repo.env, GIT_COMMITTER_DATE: "@99999999999999999 +0000" };
  new TestRepo(repo.root, repo.home, farOff).commit("gone");
  const { rules, findings } = await verified(repo);
  expect(rules).toEqual([`deleted-file ${event}`]);
  expect(findings[0]?.message).toContain('(9999-12-31, Test Person: "gone") deleted it');
});

test("a partial clone fetches nothing, and names what is gone without its bytes", async () => {
  const { repo, event } = deleted();
  repo.git("config", "uploadpack.allowFilter", "true");
  const clone = repo.clone("--filter=blob:none");
  const missing = () =>
    clone
      .git("rev-list", "--objects", "--missing=print", "HEAD")
      .split("\n")
      .filter((line) => line.startsWith("?"));
  const before = missing();
  expect(before.length).toBeGreaterThan(0);
  const { code, rules, findings, history } = await verified(clone);
  expect([code, rules, history]).toEqual([1, [`deleted-file ${event}`], "whole"]);
  expect(findings[0]?.message).toContain("a file whose bytes are not in this partial clone");
  expect(missing()).toEqual(before);
  renameSync(repo.root, `${repo.root}-away`);
  expect((await verified(clone)).rules).toEqual(rules);
});

test("a partial clone without the trees of its history says that it cannot tell", async () => {
  const { repo } = deleted();
  repo.git("config", "uploadpack.allowFilter", "true");
  const clone = repo.clone("--filter=tree:0");
  expect(await verified(clone)).toMatchObject({ code: 0, history: "unreadable" });
  expect((await mlx(clone, "registry verify")).stderr).toContain("lacks trees of its history");
});

test("what git is configured to show makes no difference, of merges neither", async () => {
  const { repo, event } = deleted();
  const move = eventsOf(repo).at(-1) ?? "";
  repo.git("checkout", "--quiet", "--orphan", "topic");
  repo.git("rm", "-r", "--quiet", "--cached", ".");
  repo.git("add", move);
  repo.git("commit", "--quiet", "--message", "a root of its own");
  repo.git("checkout", "--quiet", "--force", "main");
  repo.git("rm", "--quiet", move);
  repo.commit("gone, too");
  repo.git("merge", "--quiet", "--strategy", "ours", "--allow-unrelated-histories", "--no-edit", "topic");
  const asked = async (words = "") =>
    (await verified(repo, words)).findings.map(({ file, message }) => [file, message]);
  const before = await asked();
  expect(before.map(([file]) => file)).toEqual([`${folder}/aliases/champion`, move, event]);
  expect(before[1]?.[1]).toContain("the merge");
  const settings = {
    ...{ "log.follow": "true", "log.showRoot": "false", "log.showSignature": "true" },
    ...{
      "log.diffMerges": "off",
      "diff.renames": "copies",
      "diff.noprefix": "true",
      "core.quotePath": "true",
    },
  };
  for (const [key, value] of Object.entries(settings)) repo.git("config", key, value);
  expect(await asked()).toEqual(before);
  expect(await asked("penguins")).toEqual(before);
});

test("history that git cannot read is an error, not a clean bill", async () => {
  const { repo } = deleted();
  const { rmSync } = await import("node:fs");
  const parent = repo.git("rev-parse", "HEAD~");
  rmSync(repo.path(".git/objects", parent.slice(0, 2), parent.slice(2)), { force: true });
  const { code, error } = await mlx(repo, "registry verify --json");
  expect([code, error.code]).toEqual([3, "MLX_GIT_FAILED"]);
  await must(repo, "registry verify --no-history");
});
