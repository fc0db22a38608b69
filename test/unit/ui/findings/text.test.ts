import { expect, test } from "vitest";
import type { Finding } from "../../../../src/core/finding.js";
import { excerptOf } from "../../../../src/ui/findings/excerpt.js";
import { countFindings, countsText } from "../../../../src/ui/findings/summary.js";
import { findingText } from "../../../../src/ui/findings/text.js";
import { createTheme } from "../../../../src/ui/theme.js";

const theme = await createTheme(false);
const finding = (more: Partial<Finding> = {}): Finding => ({
  ...{ rule: "rule", severity: "error", file: "a.md", line: 1, column: 1, message: "message" },
  ...more,
});
const shown = (findings: readonly Finding[], line?: string, width = 80) =>
  findingText(findings, { theme, width, lineOf: () => line }).split("\n");

test("findings stand under their file, in columns, with what to do and the line", () => {
  const findings = [
    finding({ line: 12, column: 4, end: { line: 12, column: 7 }, hint: "do this" }),
    finding({ severity: "warning", message: "longer message", rule: "other-rule", file: "b.md" }),
  ];
  expect(shown(findings, "\tab cde f")).toEqual([
    "a.md",
    "  12:4  error    message         rule",
    "                 hint: do this",
    "                 | ab cde f",
    "                 |   ^^^",
    "",
    "b.md",
    "   1:1  warning  longer message  other-rule",
    "                 |   ab cde f",
    "                 | ^",
  ]);
});

test("long messages and hints are broken between words", () => {
  const lines = shown(
    [finding({ message: "word ".repeat(20).trim(), hint: "hint ".repeat(20).trim() })],
    undefined,
    70,
  );
  expect(lines.length).toBeGreaterThan(4);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
});

test("what cannot be seen is written out, in messages and excerpts, and marked in its whole width", () => {
  const [, first, line, mark] = shown(
    [finding({ message: "a\u202eb", column: 2, end: { line: 1, column: 3 } })],
    "x\u200by\u0007",
  );
  expect(first).toContain("a<U+202E>b");
  expect(line).toContain("| x<U+200B>y<U+0007>");
  expect(mark?.trim()).toBe("|  ^^^^^^^^");
  expect(shown([finding()], "👩\u200d👩 ❤\ufe0f")[2]).toContain("| 👩\u200d👩 ❤\ufe0f");
});

test.each([
  ["at the beginning", 1],
  ["in the middle", 5000],
  ["at the end", 9999],
])("an excerpt of a long line shows the place %s", (_where, column) => {
  const line = `${"a".repeat(9990)}bbbbbbbbbb`;
  const excerpt = excerptOf(finding({ column, end: { line: 1, column: column + 2 } }), line, 60);
  expect(excerpt.text.length).toBeLessThanOrEqual(61);
  expect(excerpt.before + excerpt.marked).toBeLessThanOrEqual(60);
  expect(excerpt.marked).toBe(2);
  const dense = excerptOf(finding({ column: 201, end: { line: 1, column: 202 } }), "\u200b".repeat(400), 60);
  expect(dense.text.slice(dense.before, dense.before + dense.marked)).toBe("<U+200B>");
});

test("a place beyond the line, or of several lines, is marked as far as the line goes", () => {
  expect(excerptOf(finding({ column: 99 }), "abc", 60)).toEqual({ text: "abc", before: 3, marked: 1 });
  expect(excerptOf(finding({ column: 2, end: { line: 4, column: 1 } }), "abc", 60)).toMatchObject({
    before: 1,
    marked: 2,
  });
});

test("a summary counts each severity", () => {
  const findings = [
    finding(),
    finding(),
    finding({ severity: "warning", fixable: true }),
    finding({ severity: "info" }),
  ];
  expect(countsText(countFindings(findings))).toBe("2 errors, 1 warning, 1 info");
  expect(countFindings(findings)).toMatchObject({ fixable: 1, files: 1 });
});
