import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { pointerBlobsAt } from "../../../src/git/blobs.js";
import { Git } from "../../../src/git/git.js";
import {
  readCommittedPointers,
  readWorkingPointers,
  requireValid,
} from "../../../src/workspace/pointer-files.js";
import { gitRepo } from "../../support/repo.js";

const pointer = `mlx: 1\nkind: file\nsha256: ${"0".repeat(64)}\nsize: 4\n`;

test("pointers of the working tree, committed or not, ignored ones and the deleted left out", async () => {
  const repo = gitRepo({ "b.mlx": pointer, "gone.mlx": pointer });
  repo.commit();
  repo.remove("gone.mlx");
  repo.write({ "a/new.mlx": pointer, "build/x.mlx": pointer, ".gitignore": "build/\n", "folder.mlx/x": "" });
  const { targets, invalid } = await readWorkingPointers(repo.root, new Git(repo.root, repo.env));
  expect(targets.map(({ path }) => path)).toEqual(["a/new", "b"]);
  expect(invalid).toEqual([]);
});

test("those that cannot be read are told with the others, all at once", async () => {
  const repo = gitRepo({
    "good.mlx": pointer,
    "bad.mlx": "mlx: 1\nkind: nonsense\n",
    "worse.mlx": "mlx: 9\n",
  });
  const set = await readWorkingPointers(repo.root, new Git(repo.root, repo.env));
  expect(set.targets.map(({ path }) => path)).toEqual(["good"]);
  expect(set.invalid.map(({ path }) => path)).toEqual(["bad.mlx", "worse.mlx"]);
  expect(() => requireValid(set)).toThrow("2 pointers cannot be read");
});

test("a pointer beyond a link, or inside of what another tracks, cannot be read", async () => {
  const repo = gitRepo({
    "data/x.mlx": pointer,
    "out.mlx": "mlx: 1\nkind: directory\nentries: |\n",
    "out/in.mlx": pointer,
  });
  repo.commit();
  repo.git("mv", "data", "moved");
  repo.git("reset", "--quiet");
  symlinkSync("moved", repo.path("data"));
  const { invalid } = await readWorkingPointers(repo.root, new Git(repo.root, repo.env));
  expect(invalid.find(({ path }) => path === "data/x.mlx")?.error.code).toBe("MLX_THROUGH_SYMLINK");
  expect(invalid.find(({ path }) => path === "out/in.mlx")?.error.code).toBe("MLX_NESTED_POINTER");
});

test("the pointers of a commit are those it holds, whatever the working tree has", async () => {
  const repo = gitRepo({ "a.mlx": pointer, "not a pointer": "" });
  const commit = repo.commit();
  repo.remove("a.mlx");
  const git = new Git(repo.root, repo.env);
  const { targets } = await readCommittedPointers(git, await pointerBlobsAt(git, commit));
  expect(targets.map(({ path, pointer: { kind } }) => [path, kind])).toEqual([["a", "file"]]);
});

test("a pointer that would put data over git's files, mlx's files or the whole repository is refused", async () => {
  const hostile = [
    ".git.mlx",
    ".GIT.mlx",
    ".mlx.mlx",
    "..mlx",
    "...mlx",
    "sub/..mlx",
    "sub/.git.mlx",
    "sub/...mlx",
  ];
  const repo = gitRepo(Object.fromEntries(["fine.mlx", ...hostile].map((name) => [name, pointer])));
  const { targets, invalid } = await readWorkingPointers(repo.root, new Git(repo.root, repo.env));
  expect(targets.map(({ path }) => path)).toEqual(["fine"]);
  expect(invalid.map(({ path }) => path).sort()).toEqual([...hostile].sort());
  expect(new Set(invalid.map(({ error }) => error.code))).toEqual(new Set(["MLX_INVALID_POINTER"]));
});

test("a pointer that is a link is refused, wherever it leads, and never read", async () => {
  const repo = gitRepo({ "fine.mlx": pointer });
  symlinkSync("/dev/zero", repo.path("endless.mlx"));
  symlinkSync("fine.mlx", repo.path("other.mlx"));
  const { targets, invalid } = await readWorkingPointers(repo.root, new Git(repo.root, repo.env));
  expect(targets.map(({ path }) => path)).toEqual(["fine"]);
  expect(invalid.map(({ path }) => path)).toEqual(["endless.mlx", "other.mlx"]);
});
