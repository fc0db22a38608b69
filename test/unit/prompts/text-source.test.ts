import { expect, test } from "vitest";
import { textSource } from "../../../src/prompts/text-source.js";

test("places are told by line and column, whatever the line ends", () => {
  const { locate } = textSource("a.md", "ab\ncd\r\nef\rg😀h\n");
  const at = (offset: number) => {
    const { line, column } = locate(offset);
    return `${line}:${column}`;
  };
  expect([0, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15].map(at)).toEqual([
    "1:1",
    "1:3",
    "2:1",
    "2:3",
    "2:4",
    "3:1",
    "3:3",
    "4:1",
    "4:2",
    "4:4",
    "4:5",
    "5:1",
  ]);
  expect(locate(0).file).toBe("a.md");
});

test("an empty text has a first place", () => {
  expect(textSource("a.md", "").locate(0)).toEqual({ file: "a.md", line: 1, column: 1 });
});

test("a million places of ten megabytes are told in no time", () => {
  const source = textSource("a.md", "0123456789\n".repeat(900_000));
  const start = performance.now();
  for (let offset = 0; offset < 9_000_000; offset += 9) source.locate(offset);
  expect(performance.now() - start).toBeLessThan(45_000);
});
