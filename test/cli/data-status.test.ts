import {
  chmodSync,
  copyFileSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { digestOf, objectPath } from "../support/objects.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { mlxUnprivileged } from "../support/unprivileged.js";

/** A repository whose data is tracked, and was seen since, so that its stamps are trusted. */
async function settled(files: Record<string, string>, tracked: string): Promise<TestRepo> {
  const repo = gitRepo(files);
  await must(repo, `data add ${tracked}`);
  await sleep(30);
  await must(repo, "data status");
  return repo;
}

test("says nothing is tracked, or that all is clean", async () => {
  const repo = gitRepo({ "a.csv": "a" });
  expect(await mlx(repo, "data status")).toMatchObject({ code: 0, stdout: "no data is tracked yet\n" });
  await must(repo, "data add a.csv");
  expect((await mlx(repo, "data status --check")).stdout).toBe(
    "clean: 1 tracked path, each as its pointer says\n",
  );
});

test("tells modified, missing, added and deleted, in words and as JSON; --check exits 1", async () => {
  const repo = await settled(
    { "m.csv": "m", "gone.csv": "g", "ok.csv": "o", "d/same": "s", "d/mod": "m", "d/del": "x" },
    "m.csv gone.csv ok.csv d",
  );
  repo.write({ "m.csv": "changed", "d/mod": "changed", "d/new": "n" });
  repo.remove("gone.csv");
  repo.remove("d/del");
  const { code, stdout, stderr } = await mlx(repo, "data status");
  expect(code).toBe(0);
  expect(stdout).toBe(
    "d  1 added, 1 modified, 1 deleted\n  - del\n  ~ mod\n  + new\ngone.csv  missing\nm.csv  modified\n",
  );
  expect(stderr).toContain("with: mlx data add PATH");
  const asJson = await mlx(repo, "data status --check --json");
  expect(asJson.code).toBe(1);
  expect(asJson.json).toMatchObject({
    schemaVersion: 1,
    clean: false,
    tracked: 4,
    entries: [
      {
        path: "d",
        state: "modified",
        added: 1,
        modified: 1,
        deleted: 1,
        changes: [
          { path: "del", change: "deleted" },
          { path: "mod", change: "modified" },
          { path: "new", change: "added" },
        ],
      },
      { path: "gone.csv", state: "missing" },
      { path: "m.csv", state: "modified", modified: 1 },
    ],
  });
});

describe("never trusts the modification time alone", () => {
  test("same size, same time", async () => {
    const repo = await settled({ "a.bin": "one", "d/x": "one" }, "a.bin d");
    for (const path of ["a.bin", "d/x"]) {
      const { atime, mtime } = statSync(repo.path(path));
      repo.write({ [path]: "two" });
      utimesSync(repo.path(path), atime, mtime);
    }
    const { json } = await mlx(repo, "data status --json");
    expect(json["entries"]).toMatchObject([{ path: "a.bin" }, { path: "d", modified: 1 }]);
  });

  test("another file moved into its place, with the same size and time", async () => {
    const repo = await settled({ "a.bin": "one", "d/x": "one" }, "a.bin d");
    for (const path of ["a.bin", "d/x"]) {
      const { atime, mtime } = statSync(repo.path(path));
      repo.write({ other: "two" });
      utimesSync(repo.path("other"), atime, mtime);
      renameSync(repo.path("other"), repo.path(path));
    }
    expect((await mlx(repo, "data status --check")).code).toBe(1);
    expect((await mlx(repo, "data status --json")).json["entries"]).toHaveLength(2);
  });

  test("an edit of the same size in the very moment after add, status or checkout", async () => {
    for (let round = 0; round < 8; round++) {
      const repo = gitRepo({ "a.bin": "one", "d/x": "one" });
      await must(repo, "data add a.bin d");
      repo.write({ "a.bin": "two", "d/x": "two" });
      expect((await mlx(repo, "data status --json")).json["entries"]).toHaveLength(2);
      repo.write({ "a.bin": "six", "d/x": "six" });
      await must(repo, "data checkout --force");
      repo.write({ "a.bin": "ten", "d/x": "ten" });
      expect((await mlx(repo, "data status --json")).json["entries"]).toHaveLength(2);
    }
  });

  test("a touched file with the same bytes is clean", async () => {
    const repo = await settled({ "a.bin": "one", "d/x": "one" }, "a.bin d");
    utimesSync(repo.path("a.bin"), 1, 1);
    copyFileSync(repo.path("a.bin"), repo.path("copy"));
    renameSync(repo.path("copy"), repo.path("d/x"));
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });
});

test("does not read again what did not change: only the changed file's access time moves", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `d/f${index}`);
  const repo = await settled(
    { "a.bin": "one", ...Object.fromEntries(names.map((name) => [name, name])) },
    "a.bin d",
  );
  const ago = new Date("2001-01-01");
  for (const name of ["a.bin", ...names]) utimesSync(repo.path(name), ago, statSync(repo.path(name)).mtime);
  await must(repo, "data status"); // utimes moved every ctime: all are read once more
  await sleep(30);
  await must(repo, "data status");
  const cache = readFileSync(repo.path(".mlx/stat-cache"));
  // atime older than mtime moves on any read, with relatime too
  const before = names.map((name) => statSync(repo.path(name), { bigint: true }).atimeNs);
  repo.write({ "a.bin": "two" });
  await must(repo, "data status");
  expect(names.map((name) => statSync(repo.path(name), { bigint: true }).atimeNs)).toEqual(before);
  repo.write({ "a.bin": "one" });
  await must(repo, "data status");
  expect(readFileSync(repo.path(".mlx/stat-cache")).length).toBe(cache.length);
});

test("a damaged stat cache is only rebuilt", async () => {
  const repo = await settled({ "a.bin": "one", "d/x": "one" }, "a.bin d");
  repo.write({ ".mlx/stat-cache": "mlxstat1 rubbish" });
  expect((await mlx(repo, "data status --check")).code).toBe(0);
  repo.write({ "d/x": "two" });
  expect((await mlx(repo, "data status --check")).code).toBe(1);
});

test("bytes that are not in the cache are told, and do not count as unclean", async () => {
  const repo = await settled({ "a.bin": "one", "d/x": "two", "d/y": "three" }, "a.bin d");
  repo.remove(objectPath(digestOf("one")));
  repo.remove(objectPath(digestOf("three")));
  const { code, stdout, stderr } = await mlx(repo, "data status --check");
  expect([code, stdout]).toEqual([0, "a.bin  not cached: 1 object\nd  not cached: 1 object\n"]);
  expect(stderr).toContain("fill the cache");
  const { json } = await mlx(repo, "data status --json");
  expect(json).toMatchObject({ clean: true, entries: [{ state: "not_cached" }, { state: "not_cached" }] });
});

test("a fresh clone, without init, shows what is missing, and goes on from there", async () => {
  const repo = gitRepo({ "a.bin": "one", "d/x": "two" });
  await must(repo, "data add a.bin d");
  repo.commit();
  const clone = repo.clone();
  expect((await mlx(clone, "data status --check")).stdout).toBe("a.bin  missing\nd  missing\n");
  clone.write({ "a.bin": "one", "d/x": "two" });
  const { json } = await mlx(clone, "data status --json");
  expect(json).toMatchObject({ clean: true, entries: [{ state: "not_cached" }, { state: "not_cached" }] });
  expect(clone.git("status", "--porcelain")).toBe("");
});

test("paths limit it: a pointer, a folder above, a part of a directory, from a sub-folder and with --cwd", async () => {
  const repo = await settled(
    { "data/a.csv": "a", "data/d/x/1": "1", "data/d/y/2": "2" },
    "data/a.csv data/d",
  );
  repo.write({ "data/a.csv": "changed", "data/d/x/1": "changed", "data/d/y/2": "changed" });
  const changed = async (command: string, cwd = ".") => {
    const { json } = await mlx(repo, `data status --json ${command}`, { cwd });
    return json["entries"];
  };
  expect(await changed("data/a.csv.mlx")).toMatchObject([{ path: "data/a.csv" }]);
  expect(await changed("data")).toHaveLength(2);
  expect(await changed("d/x", "data")).toMatchObject([{ path: "data/d", changes: [{ path: "x/1" }] }]);
  expect(await changed(".", "data/d")).toMatchObject([{ path: "data/d", modified: 2 }]);
  expect(await changed("--cwd data d/y/2")).toMatchObject([{ path: "data/d", changes: [{ path: "y/2" }] }]);
  expect((await mlx(repo, "data status data/d/nowhere")).code).toBe(2);
  const typo = await mlx(repo, "data status data/b.csv --json");
  expect([typo.code, typo.error.hint]).toEqual([2, "did you mean data/a.csv?"]);
});

test("things in the way are named: links, and what stands in a file's or a folder's place", async () => {
  const repo = await settled({ "a.bin": "one", "d/x": "1", "d/y": "2", "e/z": "3", real: "r" }, "a.bin d e");
  repo.remove("a.bin");
  repo.remove("d/x");
  repo.remove("e");
  repo.write({ "a.bin/inside": "i", e: "a file" });
  symlinkSync("../real", repo.path("d/x"));
  const { json } = await mlx(repo, "data status --json");
  expect(json["entries"]).toMatchObject([
    { path: "a.bin", added: 1, deleted: 1 },
    { path: "d", deleted: 1, obstacles: [{ path: "x", what: "a symbolic link" }] },
    { path: "e", added: 1, deleted: 1 },
  ]);
});

test("long lists of changes are cut, and whole with --verbose", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `d/f${String(index).padStart(2, "0")}`);
  const repo = await settled(Object.fromEntries(names.map((name) => [name, name])), "d");
  for (const name of names) repo.write({ [name]: "changed" });
  expect((await mlx(repo, "data status")).stdout).toContain("… and 20 more (all with --verbose)");
  expect((await mlx(repo, "data status --verbose")).stdout).toContain("~ f29");
});

test("unreadable files are named, not passed over", async () => {
  const repo = await settled({ "d/x": "1", "d/y": "2" }, "d");
  repo.write({ "d/x": "9" });
  chmodSync(repo.path("d/x"), 0);
  const { code, stdout } = mlxUnprivileged(repo, ["data", "status"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("x is unreadable: permission denied")]);
  const added = mlxUnprivileged(repo, ["data", "add", "d"]);
  expect([added.code, added.stderr]).toEqual([3, expect.stringContaining("d/x: permission denied")]);
});
