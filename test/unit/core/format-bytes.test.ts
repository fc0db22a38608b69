import { expect, test } from "vitest";
import { countOf, formatBytes } from "../../../src/core/format-bytes.js";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [1500, "1.5 kB"],
  [15241, "15.2 kB"],
  [999_499, "999 kB"],
  [999_500, "1 MB"],
  [13_650_000, "13.7 MB"],
  [2_147_483_648, "2.15 GB"],
  [5e15, "5 PB"],
  [5e18, "5000 PB"],
])("%i bytes read %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("a count agrees with its noun and groups its digits", () => {
  expect(countOf(1, "file")).toBe("1 file");
  expect(countOf(0, "file")).toBe("0 files");
  expect(countOf(10_000, "object")).toBe("10,000 objects");
  expect(countOf(2, "entry", "entries")).toBe("2 entries");
});
