import { expect, test } from "vitest";
import { Memo } from "../../../../src/models/pickle/memo.js";
import { other, type Part, TupleValue } from "../../../../src/models/pickle/value.js";
import { emptyDictPart, firstTuple, otherPart } from "../../../../src/models/pickle/written.js";

const tuple = new TupleValue([], { valueOf: () => other });
const global: Part = { kind: "global", module: "os", name: "system", watched: false, makesNoText: false };

test("gives back what was kept under a number: places, tuples, objects, and places beyond 2 GB", () => {
  const memo = new Memo();
  const parts: Part[] = [
    ...[0, 1, 2 ** 31 - 6, 2 ** 31 - 5, 2 ** 31, 2 ** 40],
    ...[otherPart, emptyDictPart, firstTuple, firstTuple - 1, firstTuple - 2 ** 24, tuple, global],
  ];
  for (const [index, part] of parts.entries()) memo.put(index, part);
  expect(parts.map((_, index) => memo.get(index))).toEqual(parts);
  expect(memo.get(parts.length)).toBeUndefined();
  expect(memo.size).toBe(parts.length);
});

test("a number that is used again holds the last, and counts once", () => {
  const memo = new Memo();
  for (const part of [5, global, 6, tuple, global, firstTuple, 7, tuple]) memo.put(3, part);
  memo.put(4, global);
  expect([memo.get(3), memo.get(4), memo.size]).toEqual([tuple, global, 2]);
});

test("numbers need not come in order, begin at 0 or be small", () => {
  const memo = new Memo();
  const indexes = [1, 2, 0, 70_000, 40_000_000, 9_999_999_999];
  for (const index of indexes) memo.put(index, index);
  expect(indexes.map((index) => memo.get(index))).toEqual(indexes);
  expect([memo.get(3), memo.get(69_999), memo.get(-1), memo.size]).toEqual([
    undefined,
    undefined,
    undefined,
    6,
  ]);
});

test("behind a million values tuples are kept without their items, classes as they are", () => {
  const memo = new Memo();
  memo.put(0, tuple);
  for (let index = 1; index <= 1_000_001; index++) memo.put(index, index);
  memo.put(1_000_002, tuple);
  memo.put(1_000_003, global);
  expect([memo.get(0), memo.get(1_000_002), memo.get(1_000_003)]).toEqual([tuple, otherPart, global]);
});

test("a million numbers beyond those of picklers are kept, and no more", () => {
  const memo = new Memo();
  for (let index = 0; index < 1_000_000; index++) memo.put(2 ** 25 + 7 * index, 5);
  memo.put(2 ** 25, 6);
  expect([memo.get(2 ** 25), memo.size]).toEqual([6, 1_000_000]);
  expect(() => memo.put(2 ** 25 + 1, 5)).toThrow(/more objects/);
});
