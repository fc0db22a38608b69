import { spawnSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mlxBinary } from "../support/mlx.js";
import { gitRepo, plainFolder, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

/** git as a person runs it, with the hooks. */
function git(repo: TestRepo, ...args: string[]): Ran {
  const { status, stderr } = spawnSync("git", args, { cwd: repo.root, env: repo.env, encoding: "utf8" });
  return { code: status, stderr };
}

/** `d.bin` and `dir` tracked in two commits, the hooks installed, a folder store and a git remote set up. */
async function project(): Promise<{ repo: TestRepo; store: string; upstream: TestRepo }> {
  const repo = gitRepo({ "d.bin": "one", "dir/a": "1", "README.md": "hello\n" });
  const store = join(tempFolder(), "store");
  const upstream = plainFolder();
  upstream.git("init", "--quiet", "--bare");
  repo.git("remote", "add", "origin", upstream.root);
  await mlxBinary(repo, ["init"]);
  await mlxBinary(repo, ["remote", "add", "nas", store]);
  await mlxBinary(repo, "data add d.bin dir");
  repo.commit("one");
  repo.write({ "d.bin": "two", "dir/b": "2" });
  await mlxBinary(repo, "data add d.bin dir");
  repo.commit("two");
  expect((await mlxBinary(repo, "hooks install --data")).code).toBe(0);
  return { repo, store, upstream };
}

describe("after a checkout or a merge", () => {
  test("data follows its pointers, to an older commit and back", async () => {
    const { repo } = await project();
    expect(git(repo, "checkout", "--quiet", "HEAD~1")).toEqual({ code: 0, stderr: "" });
    expect(repo.read("d.bin")).toBe("one");
    expect(repo.exists("dir/b")).toBe(false);
    expect(git(repo, "checkout", "--quiet", "main")).toEqual({ code: 0, stderr: "" });
    expect(repo.read("d.bin")).toBe("two");
    expect(repo.read("dir/b")).toBe("2");
  });

  test("data follows a pointer that is checked out alone", async () => {
    const { repo } = await project();
    expect(git(repo, "checkout", "--quiet", "HEAD~1", "--", "d.bin.mlx").code).toBe(0);
    expect(repo.read("d.bin")).toBe("one");
    expect(repo.read("dir/b")).toBe("2");
  });

  test("data follows a merge, fast-forward or not", async () => {
    const { repo } = await project();
    git(repo, "checkout", "--quiet", "-b", "side", "HEAD~1");
    expect(git(repo, "merge", "--quiet", "--ff-only", "main")).toEqual({ code: 0, stderr: "" });
    expect(repo.read("d.bin")).toBe("two");
    git(repo, "checkout", "--quiet", "-b", "other", "main~1");
    repo.write({ "README.md": "changed\n" });
    repo.commit("other");
    expect(git(repo, "merge", "--quiet", "--no-edit", "main")).toEqual({ code: 0, stderr: "" });
    expect(repo.read("dir/b")).toBe("2");
  });

  test("a new worktree gets its data", async () => {
    const { repo } = await project();
    const linked = join(tempFolder(), "linked tree");
    expect(git(repo, "worktree", "add", "--quiet", "--detach", linked).code).toBe(0);
    expect(repo.at(linked).read("dir/b")).toBe("2");
  });

  test("edited data beside an unchanged pointer is left alone, without a word", async () => {
    const { repo } = await project();
    repo.write({ "d.bin": "edited" });
    expect(git(repo, "checkout", "--quiet", "-b", "side")).toEqual({ code: 0, stderr: "" });
    git(repo, "checkout", "--quiet", "--", "README.md");
    expect(repo.read("d.bin")).toBe("edited");
  });

  test("edited data beside another pointer is kept, and told in one line", async () => {
    const { repo } = await project();
    repo.write({ "d.bin": "edited" });
    const { code, stderr } = git(repo, "checkout", "--quiet", "HEAD~1");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "mlx post-checkout: d.bin kept, no copy of it exists (mlx data status)\n",
    });
    expect(repo.read("d.bin")).toBe("edited");
    expect(repo.exists("dir/b")).toBe(false);
  });

  test("bytes that are not in the cache are told in one line, and nothing is fetched", async () => {
    const { repo } = await project();
    const clone = repo.clone();
    await mlxBinary(clone, "hooks install --data");
    expect(git(clone, "checkout", "--quiet", "HEAD~1")).toEqual({
      code: 0,
      stderr: "mlx post-checkout: d.bin and 1 other file not in the cache (mlx data pull)\n",
    });
  });

  test("a broken configuration does not stand in the way", async () => {
    const { repo } = await project();
    repo.write({ "mlx.yaml": "remotes: 3\n" });
    const { code, stderr } = git(repo, "checkout", "--quiet", "HEAD~1");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^mlx post-checkout: the data was not checked out: [^\n]*mlx\.yaml[^\n]*\n$/);
  });

  test("in a repository without tracked data nothing happens", async () => {
    const repo = gitRepo({ a: "a" });
    repo.commit();
    await mlxBinary(repo, "hooks install --data");
    expect(git(repo, "checkout", "--quiet", "-b", "side")).toEqual({ code: 0, stderr: "" });
    expect(repo.exists(".mlx")).toBe(false);
  });
});

describe("before a push", () => {
  test("the data that the commits name goes to the store, and a clone can pull it", async () => {
    const { repo, upstream } = await project();
    const { code, stderr } = git(repo, "push", "--quiet", "origin", "main");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^mlx: pushed \d+ objects \([^)]*\) to nas\n$/);
    const clone = upstream.at(join(tempFolder(), "clone"));
    repo.git("clone", "--quiet", "--branch", "main", upstream.root, clone.root);
    expect((await mlxBinary(clone, "data pull")).code).toBe(0);
    expect(clone.read("d.bin")).toBe("two");
    expect((await mlxBinary(clone, "data fetch --rev HEAD~1")).code).toBe(0);
  });

  test("what the other side has already is not looked at again", async () => {
    const { repo, store } = await project();
    git(repo, "push", "--quiet", "origin", "main");
    renameSync(store, `${store}-away`);
    repo.write({ "README.md": "changed\n" });
    repo.commit("words");
    expect(git(repo, "push", "--quiet", "origin", "main")).toEqual({ code: 0, stderr: "" });
  });

  test("deleting a branch pushes nothing", async () => {
    const { repo, store } = await project();
    git(repo, "push", "--quiet", "origin", "main", "main:side");
    renameSync(store, `${store}-away`);
    expect(git(repo, "push", "--quiet", "origin", ":side")).toEqual({ code: 0, stderr: "" });
  });

  test("bytes that are nowhere stop the push, named, with the way around", async () => {
    const { repo, upstream } = await project();
    rmSync(repo.path(".mlx/cache"), { recursive: true });
    const { code, stderr } = git(repo, "push", "--quiet", "origin", "main");
    expect(code).not.toBe(0);
    expect(stderr).toContain("d.bin: its bytes are neither in the cache nor on the remote");
    expect(stderr).toContain("to push anyway: git push --no-verify\n");
    expect(upstream.git("branch", "--list")).toBe("");
    expect(git(repo, "push", "--quiet", "--no-verify", "origin", "main").code).toBe(0);
  });

  test("a store that cannot be reached stops the push", async () => {
    const { repo, store } = await project();
    git(repo, "push", "--quiet", "origin", "HEAD~1:refs/heads/main");
    renameSync(store, `${store}-away`);
    repo.write({ "mlx.yaml": "remotes:\n  nas:\n    url: /nowhere/at/all/store\n" });
    const { code, stderr } = git(repo, "push", "--quiet", "origin", "main");
    expect(code).not.toBe(0);
    expect(stderr).toContain("to push anyway: git push --no-verify");
  });

  test("without a store, or without tracked data, nothing is said", async () => {
    const { repo } = await project();
    repo.write({ "mlx.yaml": "" });
    expect(git(repo, "push", "--quiet", "origin", "main")).toEqual({ code: 0, stderr: "" });
  });

  test("a hook of the person's own still gets the refs", async () => {
    const { repo } = await project();
    await mlxBinary(repo, "hooks uninstall");
    repo.write({
      ".git/hooks/pre-push":
        '#!/bin/sh\nwhile read -r ref oid rest; do echo "own: $ref" >&2; done\n[ -z "$BLOCK" ]\n',
    });
    spawnSync("chmod", ["+x", repo.path(".git/hooks/pre-push")]);
    await mlxBinary(repo, "hooks install --data");
    const blocked = git(repo.at(repo.root), "push", "--quiet", "origin", "main");
    expect(blocked.code).toBe(0);
    expect(blocked.stderr).toMatch(/mlx: pushed[^\n]*\nown: refs\/heads\/main\n/);
  });
});
