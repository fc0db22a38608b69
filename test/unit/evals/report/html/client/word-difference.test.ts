import { expect, test } from "vitest";
import { wordDifference } from "../../../../../../src/evals/report/html/client/word-difference.js";

const marked = (a: string, b: string) =>
  wordDifference(a, b).map((pieces) => pieces.map(({ text, same }) => (same ? text : `[${text}]`)).join(""));

test.each([
  ["the same", "the same", "the same", "the same"],
  ["", "", "", ""],
  ["", "all new", "", "[all new]"],
  ["within 5 days.", "within 30 days.", "within [5] days.", "within [30] days."],
  ["a week or so. Bye", "5 working days. Bye", "[a week or so]. Bye", "[5 working days]. Bye"],
  ["one two three", "one three", "one [two ]three", "one three"],
  ["größer, 包裹", "größer! 包裹", "größer[,] 包裹", "größer[!] 包裹"],
])("%j against %j", (a, b, before, after) => {
  expect(marked(a, b)).toEqual([before, after]);
});

test("both sides can be put together again, also where they are too long to be compared word by word", () => {
  const words = (seed: number) =>
    Array.from({ length: 4000 }, (_, index) => `w${(index * seed) % 997}`).join(" ");
  const [a, b] = [`same ${words(7)} end`, `same ${words(11)} end`];
  const [before, after] = wordDifference(a, b);
  expect(before.map(({ text }) => text).join("")).toBe(a);
  expect(after.map(({ text }) => text).join("")).toBe(b);
  expect(before[0]).toEqual({ text: "same w0 ", same: true });
  expect(before.at(-1)?.text).toContain("end");
});
