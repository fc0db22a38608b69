import { expect, test } from "vitest";
import { Git } from "../../../src/git/git.js";
import { stagedChanges } from "../../../src/git/staged-changes.js";
import { gitRepo, type TestRepo } from "../../support/repo.js";

const staged = (repo: TestRepo, env: NodeJS.ProcessEnv = {}) =>
  stagedChanges(new Git(repo.root, { ...repo.env, ...env }), "prompts");

test("before the first commit everything that is staged is added", async () => {
  const repo = gitRepo({ "prompts/a/prompt.md": "a", "prompts/b/prompt.md": "b", "other.md": "x" });
  repo.git("add", "prompts/a", "other.md");
  expect(await staged(repo)).toEqual([{ path: "prompts/a/prompt.md", kind: "added" }]);
});

test("a rename is a deletion and an addition; unstaged changes do not count", async () => {
  const repo = gitRepo({
    "prompts/a/prompt.md": "a\n",
    "prompts/b/prompt.md": "b\n",
    "prompts/c/prompt.md": "c\n",
  });
  repo.commit();
  repo.git("mv", "prompts/a", "prompts/ä \n z");
  repo.write({ "prompts/b/prompt.md": "staged\n", "prompts/c/prompt.md": "unstaged\n" });
  repo.git("add", "prompts/b");
  expect(await staged(repo)).toEqual([
    { path: "prompts/a/prompt.md", kind: "deleted" },
    { path: "prompts/b/prompt.md", kind: "modified" },
    { path: "prompts/ä \n z/prompt.md", kind: "added" },
  ]);
});

test("the index that git hands over is the one that counts", async () => {
  const repo = gitRepo({ "prompts/a/prompt.md": "a\n" });
  repo.commit();
  repo.write({ "prompts/a/prompt.md": "changed\n" });
  const other = repo.path(".git", "other-index");
  const env = { ...repo.env, GIT_INDEX_FILE: other };
  const git = new Git(repo.root, env);
  await git.run(["read-tree", "HEAD"]);
  await git.run(["add", "prompts/a/prompt.md"]);
  expect(await staged(repo)).toEqual([]);
  expect(await staged(repo, { GIT_INDEX_FILE: other })).toEqual([
    { path: "prompts/a/prompt.md", kind: "modified" },
  ]);
});

test("a path in conflict is left out", async () => {
  const repo = gitRepo({ "prompts/a/prompt.md": "a\n", "prompts/b/prompt.md": "b\n" });
  repo.commit();
  repo.git("checkout", "--quiet", "-b", "side");
  repo.write({ "prompts/a/prompt.md": "side\n", "prompts/b/prompt.md": "side\n" });
  repo.commit();
  repo.git("checkout", "--quiet", "main");
  repo.write({ "prompts/a/prompt.md": "main\n" });
  repo.commit();
  expect(() => repo.git("merge", "--quiet", "side")).toThrow();
  expect(await staged(repo)).toEqual([{ path: "prompts/b/prompt.md", kind: "modified" }]);
});
