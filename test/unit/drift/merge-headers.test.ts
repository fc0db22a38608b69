import { expect, test } from "vitest";
import { mergeHeaders } from "../../../src/drift/merge-headers.js";
import type { NamedProfile } from "../../../src/drift/profile.js";
import { type CurrentColumn, needsCounts } from "../../../src/drift/schema-changes.js";
import { numericProfileOf } from "../../support/numeric-profile.js";

/** Four rows, one of them without a value. */
const x: NamedProfile = {
  name: "x",
  type: "DOUBLE",
  profile: { ...numericProfileOf([1, 2, 3]), rows: 4, nulls: 1 },
};
const none: NamedProfile = {
  name: "x",
  type: "VARCHAR",
  profile: { ...numericProfileOf([]), rows: 4, nulls: 4 },
};

const shard = (header: readonly CurrentColumn[] | undefined, ...columns: readonly NamedProfile[]) => ({
  ...(header && { header }),
  profile: { rows: 4, columns },
});

test("columns come in the order in which they are met, with the widest of the types that hold values", () => {
  const merged = mergeHeaders([
    shard(
      [
        { name: "x", type: "BIGINT" },
        { name: "new", type: "VARCHAR", readable: { values: 0, fitting: 0 } },
      ],
      x,
    ),
    shard(
      [
        { name: "new", type: "DATE", readable: { values: 2, fitting: 2 } },
        { name: "x", type: "DOUBLE" },
      ],
      x,
    ),
    shard([{ name: "x", type: "VARCHAR", readable: { values: 0, fitting: 0 } }], none),
  ]);
  expect(merged).toEqual([
    { name: "x", type: "DOUBLE", readable: { values: 6, fitting: 6 } },
    { name: "new", type: "DATE", readable: { values: 2, fitting: 2 } },
  ]);
});

test("numbers of one shard are readable values of the text that another makes of the column", () => {
  const merged = mergeHeaders([
    shard([{ name: "x", type: "DOUBLE" }], x),
    shard([{ name: "x", type: "VARCHAR", readable: { values: 4, fitting: 3 } }], x),
  ]);
  expect(merged).toEqual([{ name: "x", type: "VARCHAR", readable: { values: 7, fitting: 6 } }]);
});

test("counts stay out where a profile tells them, and the sum has no header where a shard has none", () => {
  const plain = shard([{ name: "x", type: "DOUBLE" }], x);
  expect(mergeHeaders([plain, plain])).toEqual([{ name: "x", type: "DOUBLE" }]);
  expect(mergeHeaders([plain, shard(undefined, x)])).toBeUndefined();
});

test.each([
  ["numeric", "DOUBLE", false],
  ["numeric", "VARCHAR", true],
  ["timestamp", "DATE", false],
  ["categorical", "BIGINT", false],
  ["categorical", "BIGINT[]", true],
  ["embedding", "DOUBLE[]", true],
  [undefined, "DOUBLE", true],
] as const)("a column taken for %s of type %s needs counts: %s", (kind, type, needed) => {
  expect(needsCounts(kind, type)).toBe(needed);
});
