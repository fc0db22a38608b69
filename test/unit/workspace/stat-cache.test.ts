import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { StatCache } from "../../../src/workspace/stat-cache.js";
import { StatGroup, type StatRecord } from "../../../src/workspace/stat-group.js";
import { tempFolder } from "../../support/temp-folder.js";

function record(path: string, changes: Partial<StatRecord> = {}): StatRecord {
  return {
    path,
    stamp: { dev: 1n, ino: 18_446_744_073_709_551_615n, size: 5_000_000_000, mtimeNs: 1n, ctimeNs: -2n },
    executable: false,
    sha256: sha256Of(path),
    trusted: true,
    ...changes,
  };
}

const records = ["a", "a/b", "ä/ö x", "\uffee", "😀\n"].map((path, index) => {
  return record(path, { executable: index % 2 === 0, trusted: index % 3 === 0 });
});

describe("StatGroup", () => {
  test("gives back what it was made of", () => {
    const group = StatGroup.of(records, sha256Of("listing"));
    expect(group.length).toBe(5);
    expect([...group.records()]).toEqual(records);
    expect(group.at(2)).toEqual(records[2]);
    expect(group.listing).toBe(sha256Of("listing"));
  });

  test("finds a record by its path, and none for others", () => {
    const group = StatGroup.of(records);
    for (const wanted of records) expect(group.find(wanted.path)).toEqual(wanted);
    for (const path of ["", "a/", "b", "zzz", "\u{10ffff}"]) expect(group.find(path)).toBeUndefined();
    expect(StatGroup.of([]).find("a")).toBeUndefined();
    expect(StatGroup.of([record("")]).find("")).toEqual(record(""));
  });

  test("a stamp is the recorded one if all of its numbers are", () => {
    const group = StatGroup.of([record("a"), record("b")]);
    const stats = { dev: 1n, ino: -1n, size: 5_000_000_000n, mtimeNs: 1n, ctimeNs: -2n };
    expect(group.matches(1, stats)).toBe(true);
    for (const number of ["dev", "ino", "size", "mtimeNs", "ctimeNs"] as const)
      expect([number, group.matches(1, { ...stats, [number]: stats[number] + 1n })]).toEqual([number, false]);
  });

  test("a listing is put on and taken off in a copy", () => {
    const group = StatGroup.of(records);
    const listed = group.withListing(sha256Of("x"));
    expect([group.listing, listed.listing, listed.withListing(undefined).listing]).toEqual([
      undefined,
      sha256Of("x"),
      undefined,
    ]);
    expect([...listed.records()]).toEqual(records);
  });
});

describe("StatCache", () => {
  test("keeps groups from one opening to the next, in a file whose other groups were left alone", () => {
    const file = join(tempFolder(), ".mlx/stat-cache");
    const first = StatCache.open(file);
    first.set("data/ä", StatGroup.of(records, sha256Of("listing")));
    first.set("gone", StatGroup.of([record("")]));
    first.save();
    const second = StatCache.open(file);
    second.delete("gone");
    second.set("one", StatGroup.of([record("")]));
    second.save();
    const third = StatCache.open(file);
    expect(third.targets()).toEqual(["data/ä", "one"]);
    expect([...(third.get("data/ä")?.records() ?? [])]).toEqual(records);
    expect(third.get("data/ä")?.listing).toBe(sha256Of("listing"));
    expect(third.get("one")?.at(0)).toEqual(record(""));
    expect(third.get("gone")).toBeUndefined();
  });

  test("an absent file reads as empty", () => {
    expect(StatCache.open(join(tempFolder(), "stat-cache")).targets()).toEqual([]);
  });

  test("saves nothing if nothing changed", () => {
    const file = join(tempFolder(), "stat-cache");
    StatCache.open(file).save();
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  test("a file that was cut at any byte, or of which any byte changed, reads as empty", () => {
    const file = join(tempFolder(), "stat-cache");
    const cache = StatCache.open(file);
    cache.set("data", StatGroup.of(records.slice(0, 2)));
    cache.save();
    const bytes = readFileSync(file);
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(file, bytes.subarray(0, length));
      expect(StatCache.open(file).targets()).toEqual([]);
    }
    for (let index = 0; index < bytes.length; index++) {
      const damaged = Buffer.from(bytes);
      damaged[index] = (damaged[index] ?? 0) ^ 0x20;
      writeFileSync(file, damaged);
      expect(StatCache.open(file).targets()).toEqual([]);
    }
  });
});
