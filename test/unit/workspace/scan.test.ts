import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { sha256Of } from "../../../src/core/sha256.js";
import { hashFiles } from "../../../src/files/hash-files.js";
import { type ReadTask, type ResolvedScan, resolveScan } from "../../../src/workspace/resolve-scan.js";
import { type Scan, scanTarget } from "../../../src/workspace/scan.js";
import type { StatGroup } from "../../../src/workspace/stat-group.js";
import { tempFolder } from "../../support/temp-folder.js";

const listing = sha256Of("the listing");

/** A folder of data that has been looked at, long enough after it was written for its stamps to be trusted. */
async function known(files: Record<string, string>) {
  const folder = tempFolder();
  const path = join(folder, "data");
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  await sleep(30);
  const { group } = await look(path, folder);
  const scan = (g: StatGroup = group.withListing(listing)) =>
    scanTarget({ path, kind: "directory", group: g });
  return { folder, path, group: group.withListing(listing), scan };
}

async function look(
  path: string,
  folder: string,
  group?: StatGroup,
): Promise<ResolvedScan & { read: string[] }> {
  const read: string[] = [];
  const hash = (tasks: readonly ReadTask[]) => {
    read.push(...tasks.map(({ source }) => source.slice(path.length + 1)));
    return hashFiles(tasks.map(({ source }) => source));
  };
  const resolved = await resolveScan(await scanTarget({ path, kind: "directory", group }), hash, folder);
  return { ...resolved, read };
}

describe("scanTarget on a folder", () => {
  test("without records, lists all files as changed, byte-sorted", async () => {
    const { path } = await known({ "b/c": "1", a: "2", "😀": "3", "\uffee": "4" });
    const scan = await scanTarget({ path, kind: "directory" });
    expect(scan.changed.map((file) => file.path)).toEqual(["a", "b/c", "\uffee", "😀"]);
    expect(scan).toMatchObject({
      found: "directory",
      unchanged: 0,
      missing: [],
      problems: [],
      listing: undefined,
    });
  });

  test("finds nothing to read where nothing changed, and gives the listing", async () => {
    const { scan, group } = await known({ a: "1", "b/c": "2" });
    const found = await scan();
    expect(found).toMatchObject({ unchanged: 2, changed: [], missing: [], problems: [], listing });
    expect([...found.unchangedRecords()]).toEqual([...group.records()]);
  });

  test("tells changed, new and gone files apart", async () => {
    const { path, scan } = await known({ a: "1", b: "2", "c/d": "3", e: "4" });
    appendFileSync(join(path, "b"), "more");
    rmSync(join(path, "c"), { recursive: true });
    writeFileSync(join(path, "aa"), "new");
    const found = await scan();
    expect(found.changed.map((file) => [file.path, file.known?.path])).toEqual([
      ["aa", undefined],
      ["b", "b"],
    ]);
    expect(found).toMatchObject({ unchanged: 2, missing: ["c/d"], listing: undefined });
    expect([...found.unchangedRecords()].map((file) => file.path)).toEqual(["a", "e"]);
  });

  test("sees a rename even though the number of files is the same", async () => {
    const { path, scan } = await known({ a: "1", b: "2" });
    renameSync(join(path, "b"), join(path, "c"));
    const found = await scan();
    expect(found.missing).toEqual(["b"]);
    expect(found.changed.map((file) => file.path)).toEqual(["c"]);
  });

  test("sees a change that keeps size and mtime", async () => {
    const { path, scan } = await known({ a: "old" });
    const { atime, mtime } = statSync(join(path, "a"));
    writeFileSync(join(path, "a"), "new");
    utimesSync(join(path, "a"), atime, mtime);
    expect((await scan()).changed.map((file) => file.path)).toEqual(["a"]);
  });

  test("sees a changed mode, and a file of the same bytes that took another's place", async () => {
    const { path, scan } = await known({ a: "1", b: "1" });
    chmodSync(join(path, "a"), 0o755);
    writeFileSync(join(path, "tmp"), "1");
    renameSync(join(path, "tmp"), join(path, "b"));
    const found = await scan();
    expect(found.changed.map((file) => [file.path, file.executable])).toEqual([
      ["a", process.platform !== "win32"],
      ["b", false],
    ]);
  });

  test("reports links, and a folder that became a link, without looking through them", async () => {
    const { folder, path, scan } = await known({ a: "1", "d/x": "2" });
    renameSync(join(path, "d"), join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(path, "d"));
    rmSync(join(path, "a"));
    symlinkSync("d/x", join(path, "a"));
    const found = await scan();
    expect(found.problems.map(({ path: at, what }) => [at, what]).sort()).toEqual([
      ["a", "symlink"],
      ["d", "symlink"],
    ]);
    expect(found.listing).toBeUndefined();
  });

  test("takes the files of a folder that a file replaced for gone", async () => {
    const { path, scan } = await known({ "d/a": "1", "d/b": "2", e: "3" });
    rmSync(join(path, "d"), { recursive: true });
    writeFileSync(join(path, "d"), "a file");
    const found = await scan();
    expect(found.missing).toEqual(["d/a", "d/b"]);
    expect(found.changed.map((file) => file.path)).toEqual(["d"]);
    expect((await scanTarget({ path: join(path, "d/a"), kind: "file" })).found).toBe("absent");
  });

  test("says what stands there if it is no folder", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "file"), "");
    symlinkSync("file", join(folder, "link"));
    const found = ["file", "link", "none"].map((name) =>
      scanTarget({ path: join(folder, name), kind: "directory" }),
    );
    expect((await Promise.all(found)).map((scan) => scan.found)).toEqual(["file", "symlink", "absent"]);
  });

  test("works with threads on many files, and finds each change among them", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 13_000 }, (_, i) => [`d${i % 40}/f${i}`, String(i)]),
    );
    const { path, scan } = await known(files);
    expect(await scan()).toMatchObject({ unchanged: 13_000, changed: [], missing: [], listing });
    appendFileSync(join(path, "d7/f7"), "x");
    rmSync(join(path, "d39/f12999"));
    writeFileSync(join(path, "d0/extra"), "");
    const found = await scan();
    expect(found.changed.map((file) => file.path)).toEqual(["d0/extra", "d7/f7"]);
    expect(found).toMatchObject({ unchanged: 12_998, missing: ["d39/f12999"] });
  });

  test("ends with Interrupted on abort", async () => {
    const { path } = await known({ a: "1" });
    const running = scanTarget({ path, kind: "directory", signal: AbortSignal.abort() });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("resolveScan", () => {
  test("reads only what changed and gives the full list", async () => {
    const { folder, path, group } = await known({ a: "1", "b/c": "2", d: "3" });
    writeFileSync(join(path, "b/c"), "changed");
    writeFileSync(join(path, "b/b"), "new");
    rmSync(join(path, "d"));
    const found = await look(path, folder, group);
    expect(found.read).toEqual(["b/b", "b/c"]);
    expect(found.entries).toEqual([
      { path: "a", sha256: sha256Of("1"), size: 1, mode: "644" },
      { path: "b/b", sha256: sha256Of("new"), size: 3, mode: "644" },
      { path: "b/c", sha256: sha256Of("changed"), size: 7, mode: "644" },
    ]);
    expect(found.group.listing).toBeUndefined();
    await sleep(30);
    expect((await look(path, folder, found.group)).read).toEqual(["b/b", "b/c"]);
  });

  test("reads a file that was written just before once more, and then no longer", async () => {
    const { folder, path, group } = await known({ a: "1" });
    writeFileSync(join(path, "a"), "2");
    const first = await look(path, folder, group);
    expect(first.group.at(0).trusted).toBe(false);
    await sleep(30);
    const second = await look(path, folder, first.group);
    expect(second.read).toEqual(["a"]);
    expect((await look(path, folder, second.group)).read).toEqual([]);
  });

  test("catches a change within the clock's tick that leaves the stamp as it was", async () => {
    const { folder, path, group } = await known({ a: "1" });
    writeFileSync(join(path, "a"), "2");
    const racy = await look(path, folder, group);
    writeFileSync(join(path, "a"), "3");
    expect((await look(path, folder, racy.group)).entries[0]?.sha256).toBe(sha256Of("3"));
  });

  test("keeps the listing if files were only touched", async () => {
    const { folder, path, group } = await known({ a: "1", b: "2" });
    utimesSync(join(path, "a"), 1, 1);
    const found = await look(path, folder, group);
    expect(found.read).toEqual(["a"]);
    expect(found.group.listing).toBe(listing);
  });

  test("names files that vanish between scan and reading, and leaves them out", async () => {
    const { folder, path } = await known({ a: "1", b: "2" });
    const scan = await scanTarget({ path, kind: "directory" });
    rmSync(join(path, "a"));
    const found = await resolveScan(scan, (tasks) => hashFiles(tasks.map(({ source }) => source)), folder);
    expect(found.faults).toMatchObject([{ path: "a", reason: "vanished" }]);
    expect(found.entries.map((entry) => entry.path)).toEqual(["b"]);
  });

  test("handles a target that is a file", async () => {
    const folder = tempFolder();
    const path = join(folder, "x");
    writeFileSync(path, "content");
    await sleep(30);
    const read = (tasks: readonly ReadTask[]) => hashFiles(tasks.map(({ source }) => source));
    const first = await resolveScan(await scanTarget({ path, kind: "file" }), read, folder);
    expect(first.entries).toEqual([{ path: "", sha256: sha256Of("content"), size: 7, mode: "644" }]);
    const group = first.group.withListing(listing);
    expect(await scanTarget({ path, kind: "file", group })).toMatchObject({
      unchanged: 1,
      changed: [],
      listing,
    });
    appendFileSync(path, "!");
    const changed = await scanTarget({ path, kind: "file", group });
    expect(changed).toMatchObject({
      unchanged: 0,
      changed: [{ path: "", known: { sha256: sha256Of("content") } }],
    });
    expect((await resolveScan(changed, read, folder)).entries[0]?.sha256).toBe(sha256Of("content!"));
  });
});

test("more files than a call may have arguments are resolved in one go", async () => {
  const stamp = { dev: 1n, ino: 1n, size: 1, mtimeNs: 1n, ctimeNs: 1n };
  const changed = Array.from({ length: 300_000 }, (_, i) => {
    return { path: `f${i.toString().padStart(6, "0")}`, stamp, executable: false };
  });
  const scan: Scan = {
    path: "/data",
    kind: "directory",
    found: "directory",
    group: undefined,
    unchanged: 0,
    changed,
    missing: [],
    problems: [],
    listing: undefined,
    unchangedRecords: () => [],
  };
  const read = async (tasks: readonly ReadTask[]) =>
    tasks.map(() => ({ ok: true, sha256: listing, size: 1, executable: false, stamp }) as const);
  const { entries, group } = await resolveScan(scan, read, tempFolder());
  expect([entries.length, group.length]).toEqual([300_000, 300_000]);
  expect(entries.at(-1)?.path).toBe("f299999");
});
