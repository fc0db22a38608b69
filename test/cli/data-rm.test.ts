import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { digestOf, objectPath } from "../support/objects.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function tracking(): Promise<TestRepo> {
  const repo = gitRepo({ "a.csv": "a", "b.csv": "b", "d/cats/1": "c1", "d/cats/2": "c2", "d/dog": "d" });
  await must(repo, "data add a.csv b.csv d");
  return repo;
}

test("removes data, pointer and .gitignore line; the bytes stay in the cache", async () => {
  const repo = await tracking();
  const { code, stdout } = await mlx(repo, "data rm a.csv d");
  expect([code, stdout]).toEqual([0, "removed a.csv\nremoved d\n"]);
  for (const path of ["a.csv", "a.csv.mlx", "d", "d.mlx"]) expect(repo.exists(path)).toBe(false);
  expect(repo.read(".gitignore")).toBe("/b.csv\n");
  expect(repo.read(objectPath(digestOf("a")))).toBe("a");
  await must(repo, "data rm b.csv");
  expect(repo.exists(".gitignore")).toBe(false);
});

test("--keep-data leaves the data, for git to see", async () => {
  const repo = await tracking();
  await must(repo, "data rm --keep-data a.csv");
  expect([repo.read("a.csv"), repo.exists("a.csv.mlx")]).toEqual(["a", false]);
  expect(repo.git("status", "--porcelain", "a.csv")).toBe("?? a.csv");
});

test("parts of a directory go from disk and from its pointer", async () => {
  const repo = await tracking();
  await must(repo, "data rm d/cats/1 d/dog");
  expect(repo.read("d.mlx")).toMatch(/entries: \|\n {2}[0-9a-f]{64} 2 644 cats\/2\n$/);
  expect((await mlx(repo, "data status --check")).code).toBe(0);
  const unknown = await mlx(repo, "data rm d/birds --json");
  expect([unknown.code, unknown.error.code]).toEqual([2, "MLX_NOT_TRACKED"]);
});

test("a part that is not there is refused before anything is removed, by force too", async () => {
  const repo = await tracking();
  for (const flags of ["--force", "--keep-data", "--force --dry-run"]) {
    const { code, error } = await mlx(repo, `data rm a.csv d/birds ${flags} --json`);
    expect([flags, code, error.code]).toEqual([flags, 2, "MLX_NOT_TRACKED"]);
  }
  expect([repo.read("a.csv"), repo.exists("a.csv.mlx")]).toEqual(["a", true]);
});

describe("what no copy exists of", () => {
  test("is named, and nothing at all is removed, exit 3; --force removes it", async () => {
    const repo = await tracking();
    repo.write({ "a.csv": "edited", "d/extra": "new" });
    repo.remove(objectPath(digestOf("d")));
    const { code, stderr } = await mlx(repo, "data rm a.csv b.csv d");
    expect(code).toBe(3);
    for (const named of ["a.csv: has changes", "d/extra", "d/dog: is not in the cache"])
      expect(stderr).toContain(named);
    expect([repo.exists("b.csv"), repo.exists("b.csv.mlx"), repo.exists("d.mlx")]).toEqual([
      true,
      true,
      true,
    ]);
    expect((await mlx(repo, "data rm --force a.csv b.csv d")).code).toBe(0);
    expect(repo.exists("a.csv") || repo.exists("d")).toBe(false);
  });

  test("does not matter for a part beside it, nor for data that is not there", async () => {
    const repo = await tracking();
    repo.write({ "d/extra": "new" });
    expect((await mlx(repo, "data rm d/cats")).code).toBe(0);
    repo.remove("a.csv");
    repo.remove(objectPath(digestOf("a")));
    expect((await mlx(repo, "data rm a.csv")).code).toBe(0);
  });
});

test("a dry run changes nothing; an untracked path is an error", async () => {
  const repo = await tracking();
  const before = repo.git("status", "--porcelain");
  expect((await mlx(repo, "data rm --dry-run a.csv d/cats")).stdout).toBe(
    "would stop tracking a.csv\nwould stop tracking d/cats\n",
  );
  expect(repo.git("status", "--porcelain")).toBe(before);
  expect(repo.exists("d/cats/1")).toBe(true);
  expect((await mlx(repo, "data rm nothing.csv")).code).toBe(2);
});

test("--json tells what was removed and which files of the repository were written", async () => {
  const repo = await tracking();
  expect((await mlx(repo, "data rm a.csv d/cats --json")).json).toEqual({
    schemaVersion: 1,
    dryRun: false,
    removed: ["a.csv", "d/cats"],
    keptData: false,
    written: [".gitignore", "a.csv.mlx", "d.mlx"],
  });
});
