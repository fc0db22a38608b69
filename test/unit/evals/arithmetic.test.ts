import { describe, expect, test } from "vitest";
import { parseArithmetic } from "../../../src/evals/arithmetic.js";

const names = new Map([
  ["a", 3],
  ["b_2", 4],
  ["__count", 10],
  ["größe", 2],
]);

function computed(text: string): number | string {
  const parsed = parseArithmetic(text);
  if (!parsed.ok) return parsed.reason;
  const result = parsed.evaluate(names);
  return result.ok ? result.value : result.reason;
}

describe("expressions are computed as mathjs does", () => {
  test.each<[text: string, value: number]>([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["7 - 2 - 1", 4],
    ["8 / 4 / 2", 1],
    ["7 % 4", 3],
    ["-2 ^ 2", -4],
    ["2 ^ -1", 0.5],
    ["2 ^ 3 ^ 2", 512],
    ["--a", 3],
    ["a + b_2 / __count", 3.4],
    ["größe*2", 4],
    ["1.5e2 + .5", 150.5],
    ["max(a, b_2, 1) - min(a, 1)", 3],
    ["sqrt(b_2) + round(2.4)", 4],
    ["  a  ", 3],
  ])("%s", (text, value) => {
    expect(computed(text)).toBe(value);
  });
});

describe("what is none is told with its place", () => {
  test.each<[text: string, reason: string]>([
    ["", "it ends too early"],
    ["1 +", "it ends too early"],
    ["(1", "expected ) at its end"],
    ["1 2", 'unexpected "2" at column 3'],
    ["a.constructor", 'unexpected "." at column 2'],
    ["a; b", 'unexpected ";" at column 2'],
    ["constructor", "no case gave the metric constructor"],
    ["toString()", "toString is no function, at column 1; known are: abs,"],
    ["b_3", "no case gave the metric b_3; did you mean b_2?"],
    ["1 + 'x'", `unexpected "'" at column 5`],
    [`${"(".repeat(5000)}1`, "more than 100 brackets"],
    [`${"-".repeat(5000)}1`, "more than 100 brackets"],
  ])("%s", (text, reason) => {
    expect(computed(text)).toContain(reason);
  });
});
