import { expect, test } from "vitest";
import { displayPath, visibleText } from "../../../src/core/visible-text.js";

test.each([
  ["plain", "data/grün 日本 😀.csv", "data/grün 日本 😀.csv"],
  ["an escape sequence", "a\u001b[31mb", "a\\x1b[31mb"],
  ["a newline and a tab", "a\nb\tc\r", "a\\nb\\tc\\r"],
  ["a C1 control", "a\u009bb", "a\\x9bb"],
  ["a character that reverses the line", "gpj.\u202eexe", "gpj.\\u202eexe"],
  ["a line separator", "a\u2028b", "a\\u2028b"],
])("a path with %s", (_title, path, shown) => {
  expect(displayPath(path)).toBe(shown);
});

test("a text keeps its lines and its own colours, but no other control", () => {
  const text = "\u001b[1mhead\u001b[0m\n\tbody \u001b]0;title\u0007 \u001b[2J";
  expect(visibleText(text, true)).toBe("\u001b[1mhead\u001b[0m\n\tbody \\x1b]0;title\\x07 \\x1b[2J");
});

test("without colours every escape is written out", () => {
  expect(visibleText("\u001b[1mhead", false)).toBe("\\x1b[1mhead");
});
