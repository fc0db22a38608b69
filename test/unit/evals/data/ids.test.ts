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
