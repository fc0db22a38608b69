import { expect, test } from "vitest";
import { byteTextPattern, parseBytes } from "../../../src/core/parse-bytes.js";

test.each([
  [4096, 4096],
  ["0", 0],
  ["10 MB", 10e6],
  ["10M", 10e6],
  ["1.5GB", 1.5e9],
  ["64 MiB", 64 * 1024 ** 2],
  ["2kb", 2000],
  ["7 B", 7],
])("%j is %i bytes", (size, bytes) => {
  expect(parseBytes(size)).toBe(bytes);
});

test.each(["", "MB", "-1", "10 XB", "1e6", "ten"])("%j is no size", (text) => {
  expect(byteTextPattern.test(text)).toBe(false);
  expect(() => parseBytes(text)).toThrow(RangeError);
});
