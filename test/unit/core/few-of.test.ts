import { expect, test } from "vitest";
import { fewOf } from "../../../src/core/few-of.js";
import { formatCount } from "../../../src/core/format-bytes.js";

test("names all of a few, and none of none", () => {
  expect(fewOf(["a", "b", "c"], 3)).toBe("a, b, c");
  expect(fewOf(["a"], 3)).toBe("a");
  expect(fewOf([], 3)).toBe("");
});

test("names the first of many, and says how many are left out", () => {
  expect(fewOf(["a", "b", "c", "d"], 3)).toBe("a, b, c and 1 more");
  expect(fewOf(["a", "b", "c", "d"], 1)).toBe("a and 3 more");
});

test("the number of what is left out is written plainly, or as the caller wants it", () => {
  const many = Array.from({ length: 1235 }, (_, index) => `f${index}`);
  expect(fewOf(many, 1)).toBe("f0 and 1234 more");
  expect(fewOf(many, 1, formatCount)).toBe("f0 and 1,234 more");
});
