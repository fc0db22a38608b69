import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commitTree, indexTree } from "../../../../src/app/prompts/git-trees.js";
import { worktreeTree } from "../../../../src/app/prompts/worktree-tree.js";
import type { FileTree } from "../../../../src/core/file-tree.js";
import { Git } from "../../../../src/git/git.js";
import { gitRepo, type TestRepo } from "../../../support/repo.js";

const text = (tree: FileTree, path: string) => {
  const bytes = tree.read(path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8");
};

const gitOf = (repo: TestRepo) => new Git(repo.root, repo.env);

function staged(): TestRepo {
  const repo = gitRepo({
    "prompts/b/prompt.md": "committed",
    "prompts/ä/prompt.md": "umlaut",
    "prompts/a/prompt.md": "A",
    "other/prompt.md": "not this",
    "promptsx/prompt.md": "nor this",
  });
  repo.commit();
  repo.write({ "prompts/b/prompt.md": "staged", "prompts/new/prompt.md": "N" });
  repo.git("add", "prompts/b", "prompts/new");
  repo.write({ "prompts/b/prompt.md": "edited", "prompts/untracked/prompt.md": "U" });
  repo.git("rm", "--quiet", "prompts/a/prompt.md");
  return repo;
}

describe("a tree of prompts", () => {
  test("is that of the working tree, in byte order", () => {
    const tree = worktreeTree(staged().root);
    expect(tree.paths).toEqual([
      "prompts/b/prompt.md",
      "prompts/new/prompt.md",
      "prompts/untracked/prompt.md",
      "prompts/ä/prompt.md",
    ]);
    expect([text(tree, "prompts/b/prompt.md"), text(tree, "other/prompt.md")]).toEqual(["edited", undefined]);
  });

  test("is what is staged", async () => {
    const tree = await indexTree(gitOf(staged()));
    expect(tree.paths).toEqual(["prompts/b/prompt.md", "prompts/new/prompt.md", "prompts/ä/prompt.md"]);
    expect([text(tree, "prompts/b/prompt.md"), text(tree, "prompts/a/prompt.md")]).toEqual([
      "staged",
      undefined,
    ]);
  });

  test("is that of a commit", async () => {
    const tree = await commitTree(gitOf(staged()), "HEAD");
    expect(tree.paths).toEqual(["prompts/a/prompt.md", "prompts/b/prompt.md", "prompts/ä/prompt.md"]);
    expect([text(tree, "prompts/b/prompt.md"), text(tree, "prompts/ä/prompt.md")]).toEqual([
      "committed",
      "umlaut",
    ]);
  });

  test("is empty where there are no prompts", async () => {
    const repo = gitRepo({ a: "" });
    repo.commit();
    const trees = [
      worktreeTree(repo.root),
      await indexTree(gitOf(repo)),
      await commitTree(gitOf(repo), "HEAD"),
    ];
    expect(trees.map((tree) => tree.paths)).toEqual([[], [], []]);
  });

  test.skipIf(process.platform === "win32")("has no symbolic links, nor what lies behind one", async () => {
    const repo = gitRepo({ "prompts/a/prompt.md": "A", "elsewhere/prompt.md": "E" });
    symlinkSync("../../elsewhere/prompt.md", repo.path("prompts/a/link.md"));
    symlinkSync("../elsewhere", repo.path("prompts/linked"));
    repo.commit();
    for (const tree of [
      worktreeTree(repo.root),
      await indexTree(gitOf(repo)),
      await commitTree(gitOf(repo), "HEAD"),
    ]) {
      for (const path of ["prompts/a/link.md", "prompts/linked/prompt.md", "prompts/a"]) {
        expect([path, text(tree, path)]).toEqual([path, undefined]);
      }
      expect(tree.paths).toEqual(["prompts/a/prompt.md"]);
      expect(text(tree, "prompts/a/prompt.md")).toBe("A");
    }
    const unlisted = worktreeTree(repo.root);
    expect(text(unlisted, "prompts/linked/prompt.md")).toBeUndefined();
  });

  test("in a conflict is our side of what is staged", async () => {
    const repo = gitRepo({ "prompts/a/prompt.md": "base" });
    repo.commit();
    repo.git("checkout", "--quiet", "-b", "other");
    repo.write({ "prompts/a/prompt.md": "theirs" });
    repo.commit();
    repo.git("checkout", "--quiet", "main");
    repo.write({ "prompts/a/prompt.md": "ours" });
    repo.commit();
    expect(() => repo.git("merge", "--quiet", "other")).toThrow();
    expect(text(await indexTree(gitOf(repo)), "prompts/a/prompt.md")).toBe("ours");
  });
});
