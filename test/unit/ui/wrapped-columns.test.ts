import { describe, expect, test } from "vitest";
import { colouredWidth } from "../../../src/ui/text-width.js";
import { wrappedColumns } from "../../../src/ui/wrapped-columns.js";

const anyLength = Number.POSITIVE_INFINITY;
const esc = String.fromCharCode(27);
const dim = (text: string) => `${esc}[2m${text}${esc}[22m`;

const rows = [
  ["", "penguins@1", "penguins@2", "difference"],
  "figures  1 of 7 differ, which is a heading that no column has to make room for",
  ["  accuracy", "0.97", "0.98", "+0.01 better"],
  ["  features", '["bill_length_mm","bill_depth_mm"]', '["bill_length_mm"]', ""],
];

test("columns are aligned, and a text across all of them widens none", () => {
  expect(wrappedColumns(rows, anyLength).split("\n")).toEqual([
    "            penguins@1                          penguins@2          difference",
    "figures  1 of 7 differ, which is a heading that no column has to make room for",
    "  accuracy  0.97                                0.98                +0.01 better",
    '  features  ["bill_length_mm","bill_depth_mm"]  ["bill_length_mm"]',
  ]);
});

test("where they are too wide the widest give way, and their cells go on below", () => {
  expect(wrappedColumns(rows, 66).split("\n")).toEqual([
    "            penguins@1            penguins@2          difference",
    "figures  1 of 7 differ, which is a heading that no column has to",
    "make room for",
    "  accuracy  0.97                  0.98                +0.01 better",
    '  features  ["bill_length_mm",    ["bill_length_mm"]',
    '            "bill_depth_mm"]',
  ]);
});

describe("however narrow the terminal is", () => {
  const cells = [["  a/long/path/of/a/file.csv", "0123456789abcdef", "日本語日本語日本語", "changed"]];

  test.each([100, 80, 60, 40])("%s columns hold every line, and no character is lost", (width) => {
    const text = wrappedColumns(cells, width);
    for (const line of text.split("\n")) expect(colouredWidth(line)).toBeLessThanOrEqual(width);
    const letters = (parts: readonly string[]) => [...parts.join("").replaceAll(/\s/g, "")].sort().join("");
    expect(letters([text])).toBe(letters(cells.flat()));
  });

  test("a cell that goes on keeps its colour on each line, and its indentation", () => {
    const text = wrappedColumns([[dim("  data/penguins-of-2009.csv"), "x".repeat(40)]], 32);
    expect(text.split("\n")).toEqual([
      ...[`${dim("  data/pen")}  ${"x".repeat(20)}`, `${dim("  guins-of")}  ${"x".repeat(20)}`],
      ...[dim("  -2009.cs"), dim("  v")],
    ]);
  });
});
