import { expect, test } from "vitest";
import { canonicalJson } from "../../../src/core/canonical-json.js";

test("keys are in byte order, with two spaces and a final newline", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe(
    '{\n  "a": true,\n  "b": [\n    1,\n    {\n      "c": "x",\n      "d": null\n    }\n  ]\n}\n',
  );
});

test.each([
  ["keys that look like numbers", { 1: 0, 10: 0, 2: 0 }, '{\n  "1": 0,\n  "10": 0,\n  "2": 0\n}\n'],
  [
    "keys beyond the basic plane",
    { "\ufffd": 0, "\u{1f427}": 0 },
    '{\n  "\ufffd": 0,\n  "\u{1f427}": 0\n}\n',
  ],
  ["keys that one is the start of another", { ab: 0, a: 0 }, '{\n  "a": 0,\n  "ab": 0\n}\n'],
  ["an empty key", { "": 0, a: 0 }, '{\n  "": 0,\n  "a": 0\n}\n'],
  ["empty lists and mappings", { a: [], b: {} }, '{\n  "a": [],\n  "b": {}\n}\n'],
  ["what is not defined", { a: undefined, b: [undefined] }, '{\n  "b": [\n    null\n  ]\n}\n'],
  [
    "numbers that JSON lacks",
    { a: Number.NaN, b: -1 / 0, c: -0 },
    '{\n  "a": "NaN",\n  "b": "-Infinity",\n  "c": 0\n}\n',
  ],
  ["a text alone", "a\n", '"a\\n"\n'],
])("%s have one text", (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test("the order in which a mapping was made does not show", () => {
  const entries = Object.entries({
    a: [{ y: 1, x: "é" }],
    "10": 1,
    "9": [[], {}],
    b: 1.5e-7,
    "\u{1f427}": null,
  });
  const [forwards, backwards] = [entries, entries.toReversed()].map((list) =>
    canonicalJson(Object.fromEntries(list)),
  );
  expect(forwards).toBe(backwards);
  expect(canonicalJson(JSON.parse(forwards ?? ""))).toBe(forwards);
});
