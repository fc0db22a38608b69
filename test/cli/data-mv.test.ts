import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function tracking(): Promise<TestRepo> {
  const repo = gitRepo({ "data/a.csv": "a", "data/b.csv": "b", "images/cats/1": "c", "images/2": "d" });
  await must(repo, "data add data/a.csv data/b.csv images");
  repo.commit();
  return repo;
}

async function isClean(repo: TestRepo): Promise<boolean> {
  return (await mlx(repo, "data status --check")).code === 0;
}

test("moves data, pointer and .gitignore line together", async () => {
  const repo = await tracking();
  const pointer = repo.read("data/a.csv.mlx");
  const { code, stdout } = await mlx(repo, "data mv data/a.csv new/place/c.csv");
  expect([code, stdout]).toEqual([0, "moved data/a.csv → new/place/c.csv\n"]);
  expect([repo.read("new/place/c.csv"), repo.read("new/place/c.csv.mlx")]).toEqual(["a", pointer]);
  expect([repo.exists("data/a.csv"), repo.exists("data/a.csv.mlx")]).toEqual([false, false]);
  expect([repo.read("data/.gitignore"), repo.read("new/place/.gitignore")]).toEqual(["/b.csv\n", "/c.csv\n"]);
  expect(await isClean(repo)).toBe(true);
  repo.git("add", "--all");
  expect(repo.git("diff", "--cached", "--name-status", "-M")).toContain(
    "R100\tdata/a.csv.mlx\tnew/place/c.csv.mlx",
  );
});

test("into a folder keeps the name; a whole directory moves too, and nothing is read again", async () => {
  const repo = await tracking();
  expect((await mlx(repo, "data mv --json data/a.csv .")).json).toMatchObject({
    from: "data/a.csv",
    to: "a.csv",
  });
  await must(repo, "data mv images pictures");
  expect(repo.read("pictures/cats/1")).toBe("c");
  expect(repo.read(".gitignore")).toBe("/a.csv\n/pictures\n");
  expect(await isClean(repo)).toBe(true);
});

test("from a sub-folder, with paths as typed there", async () => {
  const repo = await tracking();
  await must(repo, "data mv a.csv ../z.csv", { cwd: "data" });
  expect(repo.read("z.csv")).toBe("a");
});

test("moves files inside a tracked directory, in its pointer too", async () => {
  const repo = await tracking();
  await must(repo, "data mv images/cats images/felines");
  await must(repo, "data mv images/2 images/felines");
  expect(repo.read("images.mlx")).toMatch(/ felines\/1\n.* felines\/2\n/);
  expect(await isClean(repo)).toBe(true);
  const out = await mlx(repo, "data mv images/felines/1 data/1 --json");
  expect([out.code, out.error.code]).toEqual([2, "MLX_MOVE_OUT"]);
});

test("data that is not checked out moves by its pointer alone", async () => {
  const repo = await tracking();
  const clone = repo.clone();
  await must(clone, "data mv data/a.csv data/c.csv");
  expect(clone.exists("data/c.csv.mlx")).toBe(true);
  expect(clone.git("status", "--porcelain").split("\n")).toEqual([
    " M data/.gitignore",
    " D data/a.csv.mlx",
    "?? data/c.csv.mlx",
  ]);
});

describe("refuses", () => {
  test.for([
    ["a destination that is tracked", "data/a.csv data/b.csv"],
    ["a destination that exists", "data/a.csv plain.txt"],
    ["a destination that git tracks, though it is gone from disk", "data/a.csv committed.txt"],
    ["a place inside another tracked directory", "data/a.csv images/a.csv"],
    ["a place inside itself", "images images/inner/images"],
    ["a folder that holds tracked data, as the new path of a directory", "images data/a.csv"],
    ["a path outside of the repository", "data/a.csv ../a.csv"],
    ["git's own folder", "data/a.csv .git/a.csv"],
    ["mlx's own folder", "data/a.csv .mlx/a.csv"],
    ["a place behind a link", "data/a.csv linked/a.csv"],
    ["a link that leads nowhere", "data/a.csv dangling"],
    ["a place where git ignores pointers", "data/a.csv build/a.csv"],
    ["what is not tracked", "plain.txt data/plain.txt"],
    ["several tracked paths at once", "data elsewhere"],
  ])("%s", async ([_title, paths]) => {
    const repo = await tracking();
    repo.write({ "committed.txt": "c" });
    repo.commit();
    repo.remove("committed.txt");
    repo.write({ "plain.txt": "p", ".git/info/exclude": "build/\n" });
    symlinkSync("data", repo.path("linked"));
    symlinkSync("nowhere", repo.path("dangling"));
    const before = repo.git("status", "--porcelain", "--ignored");
    const { code, stderr } = await mlx(repo, `data mv ${paths}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining("hint:")]);
    expect(repo.git("status", "--porcelain", "--ignored").replace("!! .mlx/\n", "")).toBe(
      before.replace("!! .mlx/\n", ""),
    );
    expect(await isClean(repo)).toBe(true);
  });
});

test("a dry run changes nothing", async () => {
  const repo = await tracking();
  const before = repo.git("status", "--porcelain");
  expect((await mlx(repo, "data mv --dry-run data/a.csv z.csv")).stdout).toBe(
    "would move data/a.csv → z.csv\n",
  );
  expect((await mlx(repo, "data mv --dry-run images/2 images/3")).code).toBe(0);
  expect(repo.git("status", "--porcelain")).toBe(before);
  expect(await isClean(repo)).toBe(true);
});
