import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { discoverWorkspace, ensureStateDirs, requireWorktree } from "../../../src/workspace/discover.js";
import { gitRepo } from "../../support/repo.js";
import { tempFolder } from "../../support/temp-folder.js";

test("a repository is found from any folder inside it", async () => {
  const repo = gitRepo({ "a/b/c": "" });
  const found = await discoverWorkspace(repo.path("a/b"), repo.env);
  expect(found).toEqual({
    root: repo.root,
    mainRoot: repo.root,
    gitDir: repo.path(".git"),
    commonDir: repo.path(".git"),
    bare: false,
    stateDir: repo.path(".mlx"),
    sharedDir: repo.path(".mlx"),
  });
  ensureStateDirs(found);
  expect(repo.git("status", "--porcelain", ".mlx")).toBe("");
});

test("a linked worktree has its own state, and shares what the main one has", async () => {
  const repo = gitRepo({ a: "" });
  repo.commit();
  const path = join(tempFolder(), "linked");
  repo.git("worktree", "add", "--quiet", path);
  const found = await discoverWorkspace(path, repo.env);
  expect(found).toMatchObject({ root: path, mainRoot: repo.root, stateDir: join(path, ".mlx"), bare: false });
  expect(found.sharedDir).toBe(repo.path(".mlx"));
});

test("a submodule is a repository of its own", async () => {
  const library = gitRepo({ x: "" });
  library.commit();
  const repo = gitRepo();
  repo.git("submodule", "--quiet", "add", `file://${library.root}`, "sub");
  const found = await discoverWorkspace(repo.path("sub"), repo.env);
  expect(found).toMatchObject({ root: repo.path("sub"), mainRoot: repo.path("sub"), bare: false });
});

test("a bare repository has no working tree; worktrees of it do", async () => {
  const repo = gitRepo({ a: "" });
  repo.commit();
  const bare = repo.clone("--bare");
  const found = await discoverWorkspace(bare.root, repo.env);
  expect(found).toMatchObject({ root: bare.root, bare: true });
  expect(() => requireWorktree(found)).toThrow("bare repository");
  const path = join(tempFolder(), "linked");
  bare.git("worktree", "add", "--quiet", path, "main");
  expect(await discoverWorkspace(path, repo.env)).toMatchObject({
    root: path,
    mainRoot: bare.root,
    bare: false,
  });
});

test("GIT_DIR and GIT_WORK_TREE decide, as they do for git", async () => {
  const repo = gitRepo({ "a/b": "" });
  const env = { ...repo.env, GIT_DIR: repo.path(".git"), GIT_WORK_TREE: repo.root };
  expect(await discoverWorkspace(tempFolder(), env)).toMatchObject({ root: repo.root });
});

test("outside of any repository, and beside a broken .git, it says so", async () => {
  const folder = tempFolder();
  await expect(discoverWorkspace(folder, {})).rejects.toThrow("is not inside a git repository");
  expect(existsSync(join(folder, ".mlx"))).toBe(false);
});
