import { describe, expect, test } from "vitest";
import { diffEntries } from "../../../src/data/diff.js";
import { sortEntries } from "../../../src/data/entry-list.js";
import type { FileContent, FileEntry } from "../../../src/data/types.js";
import { entry, randomEntries, seededRandom } from "./seeded-entries.js";

function contentOf({ sha256, size, mode }: FileEntry): FileContent {
  return { sha256, size, mode };
}

describe("the difference of two listings", () => {
  test("names what was added, modified and deleted, with sizes before and after", () => {
    const before = [entry("gone", "old"), entry("kept", "same"), entry("x", "one")];
    const after = [entry("kept", "same"), entry("new", "brand new"), entry("x", "three")];
    expect(diffEntries(before, after)).toEqual({
      added: [entry("new", "brand new")],
      deleted: [entry("gone", "old")],
      modified: [{ path: "x", before: contentOf(entry("x", "one")), after: contentOf(entry("x", "three")) }],
      renamed: [],
    });
  });

  test("counts a change of mode alone as a modification", () => {
    const diff = diffEntries([entry("run", "x")], [entry("run", "x", "755")]);
    expect(diff.modified).toMatchObject([{ path: "run", before: { mode: "644" }, after: { mode: "755" } }]);
  });

  test("is empty for equal listings", () => {
    const random = seededRandom(5);
    const entries = randomEntries(random, 200);
    expect(diffEntries(entries, [...entries])).toEqual({ added: [], deleted: [], modified: [], renamed: [] });
  });

  test("compares in byte order where UTF-16 order differs", () => {
    const listing = [entry("\uff5e", "1"), entry("😀", "2")];
    expect(diffEntries(listing, listing.slice(1)).deleted).toEqual(listing.slice(0, 1));
    expect(diffEntries(listing, listing.slice(0, 1)).deleted).toEqual(listing.slice(1));
  });

  test("adds up to the later listing, for many random pairs", () => {
    const random = seededRandom(6);
    for (let i = 0; i < 200; i++) {
      const before = randomEntries(random, 25);
      const after = randomEntries(random, 25);
      const { added, modified, deleted, renamed } = diffEntries(before, after);
      const files = new Map(before.map((file) => [file.path, file]));
      for (const { path } of deleted) expect(files.delete(path)).toBe(true);
      for (const { from } of renamed) expect(files.delete(from)).toBe(true);
      for (const file of added) files.set(file.path, file);
      for (const rename of renamed) files.set(rename.to, { path: rename.to, ...rename.after });
      for (const change of modified) files.set(change.path, { path: change.path, ...change.after });
      expect(sortEntries([...files.values()])).toEqual(after);
      for (const rename of renamed) expect(rename.before.sha256).toBe(rename.after.sha256);
    }
  });
});

describe("renames", () => {
  const pairs = (before: FileEntry[], after: FileEntry[]): string[] =>
    diffEntries(before, after).renamed.map(({ from, to }) => `${from} > ${to}`);

  test("are found by equal bytes, whatever became of the mode", () => {
    const diff = diffEntries([entry("a", "x")], [entry("b", "x", "755")]);
    expect(diff).toMatchObject({
      added: [],
      deleted: [],
      renamed: [{ from: "a", to: "b", after: { mode: "755" } }],
    });
  });

  test("prefer the same file name, then go by byte order", () => {
    expect(
      pairs([entry("old/a", "x"), entry("old/b", "x")], [entry("new/b", "x"), entry("new/c", "x")]),
    ).toEqual(["old/b > new/b", "old/a > new/c"]);
  });

  test("pair each file once; the rest is added or deleted", () => {
    const diff = diffEntries([entry("a", "x")], [entry("b", "x"), entry("c", "x")]);
    expect(diff).toMatchObject({ renamed: [{ from: "a", to: "b" }], added: [{ path: "c" }], deleted: [] });
    const fewer = diffEntries([entry("a", "x"), entry("b", "x")], [entry("c", "x")]);
    expect(fewer).toMatchObject({ renamed: [{ from: "a", to: "c" }], added: [], deleted: [{ path: "b" }] });
  });

  test("are never made of empty files", () => {
    expect(pairs([entry("a", "")], [entry("b", "")])).toEqual([]);
  });

  test("are no copies: the original has to be gone", () => {
    expect(pairs([entry("a", "x")], [entry("a", "x"), entry("b", "x")])).toEqual([]);
  });
});
