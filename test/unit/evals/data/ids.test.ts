import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentId, RepeatedIds } from "../../../../src/evals/data/content-id.js";
import { IdIndex } from "../../../../src/evals/data/id-index.js";
import type { Json } from "../../../../src/prompts/types.js";

const vars = (values: Readonly<Record<string, Json>>) => new Map(Object.entries(values));

test("the id of a row is 16 digits of the SHA-256 of its canonical JSON", () => {
  const wanted = createHash("sha256")
    .update('{"a":"ä","b":[1,{"x":null,"y":true}]}')
    .digest("hex")
    .slice(0, 16);
  expect(contentId(vars({ b: [1, { y: true, x: null }], a: "ä" }))).toBe(wanted);
});

test("the order of columns does not matter, every value does, and so do graders of the row's own", () => {
  const id = contentId(vars({ a: 1, b: "2" }));
  expect(contentId(vars({ b: "2", a: 1 }))).toBe(id);
  const others = [
    contentId(vars({ a: "1", b: "2" })),
    contentId(vars({ a: 1, b: "2", c: null })),
    contentId(vars({ a: 1, b: "2" }), ["is-json"]),
    contentId(vars({ a: 1 })),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});

test("rows that are wholly the same are numbered from the second on", () => {
  const repeated = new RepeatedIds();
  expect(["x", "y", "x", "x"].map((id) => repeated.next(id))).toEqual(["x", "y", "x-2", "x-3"]);
});

test("an index knows every id it was given, and no other, however many there are", () => {
  const index = new IdIndex();
  for (let number = 0; number < 20_000; number++)
    expect(index.update(`id ${number}`, () => number)).toBeUndefined();
  expect(index.update("id 17", (before) => (before ?? 0) + 1)).toBe(17);
  expect([index.get("id 17"), index.get("id 0"), index.get("id 19999"), index.get("id 20000")]).toEqual([
    ...[18, 0, 19_999],
    undefined,
  ]);
});

test("ids that are hexadecimal digits themselves are told apart by each of them", () => {
  const index = new IdIndex();
  const hexadecimal = (number: number) => number.toString(16).padStart(8, "0");
  const ids = [0, 1, 2, 255, 65_536, 4_294_967_295].flatMap((high) =>
    [0, 1, 2, 255, 65_536, 4_294_967_295].map((low) => hexadecimal(high) + hexadecimal(low)),
  );
  expect(ids.map((id, place) => index.update(id, () => place))).toEqual(ids.map(() => undefined));
  expect(ids.map((id) => index.get(id))).toEqual(ids.map((_, place) => place));
  expect([index.get("0000000100000001"), index.get("ffffffffffffff00")]).toEqual([7, undefined]);
});

test.each([0, 8, 24])(
  "rows that are numbered in hexadecimal digits, shifted by %i bits, are all found",
  (shift) => {
    const index = new IdIndex();
    const ids = Array.from({ length: 5000 }, (_, row) =>
      (BigInt(row) << BigInt(shift)).toString(16).padStart(16, "0"),
    );
    const before = ids.map((id, row) => index.update(id, () => row));
    expect(before.filter((number) => number !== undefined)).toEqual([]);
    expect(ids.filter((id, row) => index.get(id) !== row)).toEqual([]);
  },
);
