import { describe, expect, test } from "vitest";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

describe("the output's number", () => {
  test.each<[output: Json, value: Json, passes: boolean]>([
    ["42", 42, true],
    [42, 42, true],
    ["The answer is 42.", 42, true],
    ["First 7, then 42", 42, true],
    ["It costs $1,234.50 in all", 1234.5, true],
    ["minus \u22125 degrees", -5, true],
    ["range 3-5", 5, true],
    ["0.1 + 0.2 = 0.3", { value: 0.3 }, true],
    ["6.02e23", 6.02e23, true],
    ["5kg", 5, true],
    [".5", 0.5, true],
    ["41.9", { value: 42, tolerance: 0.1 }, true],
    ["41.89", { value: 42, tolerance: 0.1 }, false],
    ["95", { value: 100, relative: 0.05 }, true],
    ["94", { value: 100, relative: 0.05 }, false],
    ["-95", { value: -100, relative: 0.05 }, true],
    ["7 or 8", { value: 7, which: "first" }, true],
    ["7 or 8", { value: 7, which: "any" }, true],
    ["7 or 8", { value: 8, which: "only" }, false],
    ["43", "42", false],
    ["none", 42, false],
    ["", 0, false],
    ["version 1.2.3", 3, false],
    ["42 of 50", 42, false],
  ])("%j against %j: %s", async (output, value, passes) => {
    expect(await statusOf("number", output, value)).toBe(passes ? "passed" : "failed");
    expect(await statusOf("not-number", output, value)).toBe(passes ? "failed" : "passed");
  });
});

test.each<Json | undefined>([
  ...[undefined, "many", { tolerance: 1 }, { value: 1, tolerance: -1 }, { value: 1, relative: "5%" }],
  { value: 1, which: "best" },
])("a value of %j errs", async (value) => {
  expect(await statusOf("number", "1", value)).toBe("errored");
});

test("a megabyte of digits is read once", async () => {
  const started = performance.now();
  expect(await statusOf("number", "1".repeat(1_000_000), 1)).toBe("failed");
  expect(await statusOf("number", "1,234".repeat(200_000), 1)).toBe("failed");
  expect(performance.now() - started).toBeLessThan(5000);
});

test("the reason names both numbers", async () => {
  const { reason } = await gradeOne(assertion("number", { value: 42, tolerance: 0.5 }), "about 40");
  expect(reason).toBe("the output's number 40 is not 42 ± 0.5");
});
