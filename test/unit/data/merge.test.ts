import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { diffEntries } from "../../../src/data/diff.js";
import { sortEntries } from "../../../src/data/entry-list.js";
import { mergePointers } from "../../../src/data/merge.js";
import { mergeEntries } from "../../../src/data/merge-entries.js";
import type { FileEntry, FilePointer, ListedDirectoryPointer } from "../../../src/data/types.js";
import { entry, randomEntries, seededRandom } from "./seeded-entries.js";

function file(content: string, mode: "644" | "755" = "644", meta?: string): FilePointer {
  const { sha256, size } = entry("", content);
  return { kind: "file", sha256, size, mode, ...(meta !== undefined && { meta }) };
}

function directory(entries: FileEntry[], meta?: string): ListedDirectoryPointer {
  return { kind: "directory", entries, ...(meta !== undefined && { meta }) };
}

describe("merging two listings", () => {
  const a = entry("a", "1");
  const b = entry("b", "2");
  const clean = (entries: FileEntry[]): object => ({ entries, conflicts: [], caseCollisions: [] });

  test("takes the union of what each side added", () => {
    expect(mergeEntries([b], [a, b], [b, entry("c", "3")])).toEqual(clean([a, b, entry("c", "3")]));
  });

  test("takes the union of two directories without a common base", () => {
    expect(mergeEntries(undefined, [a], [b])).toEqual(clean([a, b]));
  });

  test("drops what either side deleted, and what both did", () => {
    const c = entry("c", "3");
    expect(mergeEntries([a, b, c], [b, c], [a, c])).toEqual(clean([c]));
    expect(mergeEntries([a, b], [b], [b])).toEqual(clean([b]));
  });

  test("accepts that both sides add or change the same thing alike", () => {
    expect(mergeEntries([], [a], [a])).toEqual(clean([a]));
    expect(mergeEntries([entry("a", "0")], [a], [a])).toEqual(clean([a]));
  });

  test("takes the one side that changed a file", () => {
    const changed = entry("a", "changed");
    expect(mergeEntries([a, b], [changed, b], [a, b])).toEqual(clean([changed, b]));
    expect(mergeEntries([a, b], [a, b], [changed, b])).toEqual(clean([changed, b]));
  });

  test("combines a change of mode with a change of content", () => {
    const result = clean([entry("a", "new", "755")]);
    expect(mergeEntries([a], [entry("a", "new")], [entry("a", "1", "755")])).toEqual(result);
    expect(mergeEntries([a], [entry("a", "1", "755")], [entry("a", "new")])).toEqual(result);
  });

  test("lets a replacement of a file by a folder through if the other side left the file alone", () => {
    expect(mergeEntries([a], [entry("a/x", "1")], [a, b])).toEqual(clean([entry("a/x", "1"), b]));
  });

  test("conflicts where both sides changed a file differently, keeping a mode that merges", () => {
    const merge = mergeEntries([a, b], [entry("a", "ours"), b], [entry("a", "theirs", "755"), b]);
    expect(merge.entries).toEqual([b]);
    expect(merge.conflicts).toEqual([
      {
        path: "a",
        reason: "changed on both sides",
        ours: [entry("a", "ours", "755")],
        theirs: [entry("a", "theirs", "755")],
      },
    ]);
  });

  test("conflicts where both sides added different files of one name, or modes", () => {
    expect(mergeEntries([], [a], [entry("a", "2")]).conflicts).toHaveLength(1);
    expect(mergeEntries(undefined, [a], [entry("a", "1", "755")]).conflicts).toMatchObject([
      { ours: [{ mode: "644" }], theirs: [{ mode: "755" }] },
    ]);
  });

  test("conflicts where one side changed what the other deleted", () => {
    const reason = "changed on one side, deleted on the other";
    const changed = entry("a", "1", "755");
    expect(mergeEntries([a], [], [changed])).toEqual({
      entries: [],
      conflicts: [{ path: "a", reason, ours: [], theirs: [changed] }],
      caseCollisions: [],
    });
    expect(mergeEntries([a], [changed], []).conflicts).toEqual([
      { path: "a", reason, ours: [changed], theirs: [] },
    ]);
  });

  test("conflicts where one side has a file and the other a folder, with all that each has there", () => {
    const beside = entry("a.txt", "x");
    const merge = mergeEntries([beside], [a, beside], [beside, entry("a/x", "1"), entry("a/y/z", "2")]);
    expect(merge.entries).toEqual([beside]);
    expect(merge.conflicts).toEqual([
      {
        path: "a",
        reason: "a file on one side, a folder on the other",
        ours: [a],
        theirs: [entry("a/x", "1"), entry("a/y/z", "2")],
      },
    ]);
  });

  test("conflicts where a folder was replaced by a file while the other side worked inside it", () => {
    const inside = [entry("a/x", "1"), entry("a/y", "2")];
    const theirs = [entry("a/x", "changed"), entry("a/y", "2")];
    expect(mergeEntries(inside, [a], theirs).conflicts).toEqual([
      { path: "a", reason: "a file on one side, a folder on the other", ours: [a], theirs },
    ]);
  });

  test("warns of names equal but for case only where this merge brings them together", () => {
    const merge = mergeEntries([], [entry("Cat", "1"), entry("x", "")], [entry("cat", "2"), entry("x", "")]);
    expect(merge.conflicts).toEqual([]);
    expect(merge.caseCollisions).toEqual([["Cat", "cat"]]);
    const both = [entry("Cat", "1"), entry("cat", "2")];
    expect(mergeEntries(both, both, [...both, entry("new", "")]).caseCollisions).toEqual([]);
  });

  test("keeps byte order where UTF-16 order differs", () => {
    const low = entry("\uff5e", "1");
    const astral = entry("😀", "2");
    expect(mergeEntries([], [astral], [low]).entries).toEqual([low, astral]);
  });

  test("has no side: swapping the branches swaps only the conflicts, for many random branches", () => {
    const random = seededRandom(9);
    for (let i = 0; i < 200; i++) {
      const [base, ours, theirs] = randomBranches(random);
      const merge = mergeEntries(base, ours, theirs);
      const swapped = mergeEntries(base, theirs, ours);
      expect(swapped.entries).toEqual(merge.entries);
      expect(swapped.conflicts).toEqual(
        merge.conflicts.map((conflict) => ({ ...conflict, ours: conflict.theirs, theirs: conflict.ours })),
      );
      expect(merge.entries).toEqual(sortEntries([...merge.entries].reverse()));
    }
  });

  test("with an unchanged side gives the other one, for many random branches", () => {
    const random = seededRandom(10);
    for (let i = 0; i < 100; i++) {
      const [base, ours] = randomBranches(random);
      expect(mergeEntries(base, ours, base)).toMatchObject({ entries: ours, conflicts: [] });
      expect(mergeEntries(base, base, ours)).toMatchObject({ entries: ours, conflicts: [] });
    }
  });

  test("applies both sides' changes wherever it is clean, for many random branches", () => {
    const random = seededRandom(12);
    for (let i = 0; i < 100; i++) {
      const [base, ours, theirs] = randomBranches(random);
      const merge = mergeEntries(base, ours, theirs);
      if (merge.conflicts.length > 0) continue;
      const paths = new Set(merge.entries.map(({ path }) => path));
      for (const side of [ours, theirs]) {
        const { added, deleted } = diffEntries(base, side);
        for (const { path } of added) expect(paths.has(path)).toBe(true);
        for (const { path } of deleted) expect(paths.has(path)).toBe(false);
      }
    }
  });
});

function randomBranches(random: () => number): [FileEntry[], FileEntry[], FileEntry[]] {
  const base = [...randomEntries(random, 20)];
  const branch = (): FileEntry[] => {
    const kept = base.flatMap((each) => {
      const fate = random();
      if (fate < 0.15) return [];
      return fate < 0.3 ? [{ ...each, sha256: sha256Of(String(Math.floor(random() * 3))), size: 1 }] : [each];
    });
    const extra = entry(`new-${Math.floor(random() * 4)}`, String(Math.floor(random() * 2)));
    return [...sortEntries([...kept, extra])];
  };
  return [base, branch(), branch()];
}

describe("merging two pointers", () => {
  test("to one file takes the side that changed, and conflicts if both did", () => {
    expect(mergePointers(file("1"), file("2"), file("1")).pointer).toEqual(file("2"));
    expect(mergePointers(file("1"), file("1"), file("2")).pointer).toEqual(file("2"));
    expect(mergePointers(file("1"), file("2"), file("2")).pointer).toEqual(file("2"));
    expect(mergePointers(file("1"), file("2"), file("1", "755")).pointer).toEqual(file("2", "755"));
    expect(mergePointers(undefined, file("2"), file("2")).pointer).toEqual(file("2"));
    expect(mergePointers(file("1"), file("2"), file("3"))).toMatchObject({
      pointer: undefined,
      body: { kind: "file", content: { conflict: true, ours: { size: 1 }, theirs: { size: 1 } } },
    });
    expect(mergePointers(undefined, file("2"), file("3")).pointer).toBeUndefined();
  });

  test("to directories merges their listings", () => {
    const ours = directory([entry("a", "1")]);
    const theirs = directory([entry("b", "2")]);
    expect(mergePointers(directory([]), ours, theirs).pointer).toEqual(
      directory([entry("a", "1"), entry("b", "2")]),
    );
    expect(mergePointers(undefined, ours, directory([entry("a", "2")])).pointer).toBeUndefined();
  });

  test("takes a change of kind if the other side changed nothing", () => {
    const changed = directory([entry("a", "1")]);
    expect(mergePointers(file("1"), changed, file("1")).pointer).toEqual(changed);
    expect(mergePointers(file("1"), file("1"), changed).pointer).toEqual(changed);
    expect(mergePointers(changed, file("1"), changed).pointer).toEqual(file("1"));
    expect(mergePointers(file("1"), changed, directory([entry("b", "2")])).pointer).toEqual(
      directory([entry("a", "1"), entry("b", "2")]),
    );
  });

  test("conflicts as a whole if one side changed the kind and the other the content", () => {
    const changed = directory([entry("a", "1")]);
    expect(mergePointers(file("1"), changed, file("2"))).toMatchObject({
      pointer: undefined,
      body: { kind: "mixed" },
    });
    expect(mergePointers(undefined, file("2"), changed).body.kind).toBe("mixed");
    expect(mergePointers(changed, file("2"), directory([])).body.kind).toBe("mixed");
  });

  test("merges the user's block as one text, apart from the content", () => {
    const one = "meta:\n  a: 1\n";
    const two = "meta:\n  a: 2\n";
    expect(mergePointers(file("1"), file("1", "644", one), file("2")).pointer).toEqual(file("2", "644", one));
    expect(mergePointers(file("1", "644", one), file("1"), file("2", "644", one)).pointer).toEqual(file("2"));
    expect(mergePointers(directory([], one), directory([], two), directory([], one)).pointer).toEqual(
      directory([], two),
    );
    expect(mergePointers(undefined, directory([]), directory([], one)).pointer).toEqual(directory([], one));
    const conflict = mergePointers(file("1"), file("1", "644", one), file("1", "644", two));
    expect(conflict).toMatchObject({ pointer: undefined, meta: { conflict: true, ours: one, theirs: two } });
  });
});
