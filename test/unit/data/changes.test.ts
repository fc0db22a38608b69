import { expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { compareListings, countChanges } from "../../../src/data/changes.js";
import type { FileEntry, FileMode } from "../../../src/data/types.js";

function entry(path: string, content = path, mode: FileMode = "644"): FileEntry {
  return { path, sha256: sha256Of(content), size: content.length, mode };
}

test("one pass finds what was added, modified and deleted, in byte order", () => {
  const wanted = [entry("a"), entry("b"), entry("d"), entry("\uffee")];
  const actual = [entry("b", "other"), entry("c"), entry("d"), entry("😀")];
  const changes = compareListings(wanted, actual);
  expect(changes.map(({ path, kind }) => [path, kind])).toEqual([
    ["a", "deleted"],
    ["b", "modified"],
    ["c", "added"],
    ["\uffee", "deleted"],
    ["😀", "added"],
  ]);
  expect(changes[1]).toMatchObject({ wanted: { size: 1 }, actual: { size: 5 } });
  expect(countChanges(changes)).toEqual({ added: 2, modified: 1, deleted: 2 });
});

test("equal listings differ in nothing; the mode alone is a modification", () => {
  const listing = [entry("a"), entry("b")];
  expect(compareListings(listing, listing)).toEqual([]);
  expect(compareListings([entry("a")], [entry("a", "a", "755")])).toMatchObject([
    { path: "a", kind: "modified" },
  ]);
  expect(compareListings([], [])).toEqual([]);
});
