import { expect, test } from "vitest";
import { sideBySide } from "../../../../src/commands/eval/side-by-side.js";
import { textWidth } from "../../../../src/ui/text-width.js";

test("texts stand beside each other, each in half the width, broken between words", () => {
  const rows = sideBySide("one two three four five six", "short", 27, 10);
  expect(rows).toEqual([
    ["one two     ", "short"],
    ["three four  ", ""],
    ["five six    ", ""],
  ]);
});

test("words that are too long, and characters of two columns, are broken anywhere and nothing is lost", () => {
  const long = "x".repeat(50);
  const wide = "日本語のテキスト".repeat(4);
  const rows = sideBySide(long, wide, 33, 100);
  expect(rows.map(([left]) => left.trim()).join("")).toBe(long);
  expect(rows.map(([, right]) => right).join("")).toBe(wide);
  for (const [left, right] of rows) {
    expect(textWidth(left)).toBe(15);
    expect(textWidth(right)).toBeLessThanOrEqual(15);
  }
});

test("longer texts end in an ellipsis, and lines of the text stay lines", () => {
  const rows = sideBySide("a\nb\nc\nd", "1\n2", 40, 3);
  expect(rows.map(([left, right]) => [left.trim(), right])).toEqual([
    ["a", "1"],
    ["b", "2"],
    ["c …", ""],
  ]);
});
