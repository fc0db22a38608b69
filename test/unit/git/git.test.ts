import { describe, expect, test } from "vitest";
import {
  pointerBlobsAt,
  pointerBlobsInIndex,
  pointerBlobsInRange,
  readBlobs,
} from "../../../src/git/blobs.js";
import { Git } from "../../../src/git/git.js";
import {
  branchTips,
  currentBranch,
  headCommit,
  historyGap,
  resolveCommit,
  stashCommits,
  tagTips,
  worktrees,
} from "../../../src/git/revisions.js";
import { ignoredByGit, pointerPaths, trackedByGit } from "../../../src/git/tracked-files.js";
import { gitRepo, plainFolder, type TestRepo } from "../../support/repo.js";

function gitOf(repo: TestRepo): Git {
  return new Git(repo.root, repo.env);
}

test("a failure is told with git's own complaint and the command to try", async () => {
  const git = gitOf(plainFolder());
  await expect(git.run(["rev-parse", "HEAD"])).rejects.toMatchObject({
    code: "MLX_GIT_FAILED",
    message: expect.stringContaining("not a git repository"),
    hint: expect.stringContaining("git rev-parse HEAD"),
  });
});

describe("revisions", () => {
  test("HEAD before the first commit, on a branch and detached", async () => {
    const repo = gitRepo({ a: "" });
    expect([await headCommit(gitOf(repo)), await currentBranch(gitOf(repo))]).toEqual([undefined, "main"]);
    const commit = repo.commit();
    expect(await headCommit(gitOf(repo))).toBe(commit);
    repo.git("checkout", "--quiet", "--detach");
    expect(await currentBranch(gitOf(repo))).toBeUndefined();
  });

  test("a name is resolved to its commit; options and blobs are none", async () => {
    const repo = gitRepo({ a: "x" });
    const commit = repo.commit();
    repo.git("tag", "-a", "v1", "-m", "annotated");
    expect(await resolveCommit(gitOf(repo), "v1")).toBe(commit);
    expect(await resolveCommit(gitOf(repo), commit.slice(0, 8))).toBe(commit);
    for (const name of ["nowhere", "--all", "HEAD:a", ""]) {
      await expect(resolveCommit(gitOf(repo), name)).rejects.toMatchObject({ code: "MLX_UNKNOWN_REVISION" });
    }
  });

  test("tips of branches and tags, stashes and worktrees", async () => {
    const repo = gitRepo({ a: "1" });
    const first = repo.commit();
    repo.git("tag", "light");
    repo.git("branch", "side");
    repo.write({ a: "2" });
    repo.git("tag", "-a", "blob", "-m", "of a blob", repo.git("rev-parse", "HEAD:a"));
    repo.git("stash", "--quiet");
    const second = repo.commit();
    expect((await branchTips(gitOf(repo))).sort()).toEqual([first, second].sort());
    expect(await tagTips(gitOf(repo))).toEqual([first]);
    expect(await stashCommits(gitOf(repo))).toContain(repo.git("rev-parse", "refs/stash"));
    expect(await worktrees(gitOf(repo))).toMatchObject([
      { path: repo.root, head: second, bare: false, prunable: false },
    ]);
  });

  test("what keeps a clone from knowing its history", async () => {
    const repo = gitRepo({ a: "" });
    repo.commit();
    const gap = (clone: TestRepo) => historyGap(gitOf(clone), clone.path(".git"));
    expect(await gap(repo)).toBeUndefined();
    expect(await gap(repo.clone("--depth=1"))).toBe("shallow");
    repo.git("config", "uploadpack.allowFilter", "true");
    expect(await gap(repo.clone("--filter=blob:none"))).toBe("partial");
  });
});

describe("blobs", () => {
  test("of pointers in a commit, the index and a range, with their bytes", async () => {
    const repo = gitRepo({ "d/a.mlx": "one", "other.txt": "" });
    const first = repo.commit();
    repo.write({ "d/a.mlx": "two", "né w\n.mlx": "three" });
    repo.git("add", "--all");
    const git = gitOf(repo);
    expect((await pointerBlobsAt(git, first)).map(({ path }) => path)).toEqual(["d/a.mlx"]);
    const index = await pointerBlobsInIndex(git);
    expect(index.map(({ path }) => path)).toEqual(["d/a.mlx", "né w\n.mlx"]);
    repo.commit();
    const range = await pointerBlobsInRange(git, ["HEAD"]);
    const bytes = await readBlobs(
      git,
      range.map(({ blob }) => blob),
    );
    expect([...bytes.values()].map(String).sort()).toEqual(["one", "three", "two"]);
    await expect(readBlobs(git, ["0".repeat(40)])).rejects.toMatchObject({ code: "MLX_GIT_OBJECT_MISSING" });
  });
});

describe("the working tree", () => {
  test("pointers are found, committed or not, unless git ignores them", async () => {
    const repo = gitRepo({
      "a.mlx": "",
      "b/c.mlx": "",
      "ignored/d.mlx": "",
      ".gitignore": "ignored/\n",
      x: "",
    });
    repo.git("add", "a.mlx");
    expect((await pointerPaths(gitOf(repo))).sort()).toEqual(["a.mlx", "b/c.mlx"]);
  });

  test("what git tracks is found for hundreds of paths, taken literally", async () => {
    const files = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`f${index}`, ""]));
    const repo = gitRepo({ ...files, "[f]1": "", "dir/inner": "" });
    repo.commit();
    expect(await trackedByGit(gitOf(repo), [...Object.keys(files), "nowhere"])).toHaveLength(450);
    expect(await trackedByGit(gitOf(repo), ["f*", "[f]1", "dir"])).toEqual(["[f]1", "dir/inner"]);
    expect(await trackedByGit(gitOf(repo), [])).toEqual([]);
  });

  test("a rule that ignores a path is named with its place; one that re-includes it is none", async () => {
    const repo = gitRepo({ ".gitignore": "*.mlx\n!kept.mlx\n" });
    expect(await ignoredByGit(gitOf(repo), ["a.mlx", "kept.mlx", "other"])).toEqual([
      { path: "a.mlx", source: ".gitignore", line: "1", pattern: "*.mlx" },
    ]);
  });
});
