import { describe, expect, test } from "vitest";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

type Row = [type: string, output: Json, value: Json];

describe("passes, and fails with not-", () => {
  test.each<Row>([
    ["equals", "Paris", "Paris"],
    ["equals", "42", 42],
    ["equals", "true", true],
    ["equals", '{"b": [1, {"c": null}], "a": 1}', { a: 1, b: [1, { c: null }] }],
    ["equals", { a: 1 }, { a: 1 }],
    ["equals", "null", null],
    ["contains", "It is 7 o'clock", 7],
    ["contains", "Straße", "aße"],
    ["icontains", "HELLO world", "hello W"],
    ["contains-all", "a b, c d", ["a", "b, c"]],
    ["contains-all", 'one two, three "x"', 'one, "two, three"'],
    ["contains-any", "the dog", ["cat", "dog"]],
    ["contains-any", "price: 7", [7, 8]],
    ["icontains-all", "Alpha BETA", "alpha, beta"],
    ["icontains-any", "Alpha", "beta,,alpha"],
    ["starts-with", "Yes, of course", "Yes"],
    ["ends-with", "Kind regards, Mia", "Mia"],
    ["word-count", " one two\nthree ", 3],
    ["word-count", "one two three", "3"],
    ["word-count", "one two three", { min: 2, max: 3 }],
    ["word-count", "one two three", { min: 3 }],
    ["word-count", "", { max: 0 }],
    ["length", "äö👍", 3],
    ["length", "abc", { max: 3 }],
  ])("%s of %j by %j", async (type, output, value) => {
    expect(await gradeOne(assertion(type, value), output)).toMatchObject({ status: "passed", score: 1 });
    expect(await gradeOne(assertion(`not-${type}`, value), output)).toMatchObject({
      type: `not-${type}`,
      status: "failed",
      score: 0,
    });
  });
});

describe("fails, and passes with not-", () => {
  test.each<Row>([
    ["equals", "Paris ", "Paris"],
    ["equals", "Paris", { city: "Paris" }],
    ["equals", '{"a": 1, "b": 2}', { a: 1 }],
    ["equals", "[1, 2]", [2, 1]],
    ["equals", '{"__proto__": 1}', {}],
    ["contains", "hello", "Hello"],
    ["contains", "", "x"],
    ["icontains", "hello", "bye"],
    ["contains-all", "a", ["a", "b"]],
    ["contains-any", "a", ["b", "c"]],
    ["contains-any", "a", []],
    ["icontains-all", "A", "a, b"],
    ["icontains-any", "A", ["b"]],
    ["starts-with", "Well, yes", "yes"],
    ["ends-with", "yes!", "yes"],
    ["word-count", "one two", 3],
    ["word-count", "", { min: 1 }],
    ["length", "abc", { min: 4 }],
  ])("%s of %j by %j", async (type, output, value) => {
    expect(await gradeOne(assertion(type, value), output)).toMatchObject({ status: "failed", score: 0 });
    expect(await statusOf(`not-${type}`, output, value)).toBe("passed");
  });
});

describe("an assertion that makes no sense errs at its place, with or without not-", () => {
  test.each<[type: string, value: Json | undefined, says: string]>([
    ["equals", undefined, "value: it is missing"],
    ["contains", "", 'expected a text, found ""'],
    ["contains", ["a"], "expected a text"],
    ["contains-all", undefined, "expected a list of texts, it is missing"],
    ["contains-all", 'a, "b', "not closed before a comma"],
    ["contains-all", '"a" b', "not closed before a comma"],
    ["starts-with", undefined, "expected a text"],
    ["ends-with", 4, "expected a text"],
    ["word-count", "many", "expected a number or {min, max}"],
    ["word-count", {}, "expected min, max or both"],
    ["word-count", { min: 5, max: 4 }, "min 5 is above max 4"],
    ["word-count", { min: "5" }, "value.min: expected a number"],
    ["length", undefined, "expected a number"],
  ])("%s of %j", async (type, value, says) => {
    for (const name of [type, `not-${type}`]) {
      const grade = await gradeOne(assertion(name, value), "any output");
      expect(grade.status).toBe("errored");
      expect(grade.reason).toContain(`s.eval.yaml:7:5: ${name}: `);
      expect(grade.reason).toContain(says);
      expect(grade).not.toHaveProperty("score");
    }
  });
});

test("reasons name what is there and what is missing, cut to a line", async () => {
  const { reason } = await gradeOne(assertion("contains-all", ["a", "x", "y"]), "a".repeat(500));
  expect(reason).toBe('the output lacks "x", "y"');
  const long = await gradeOne(assertion("equals", "b"), "a\n".repeat(500));
  expect(long.reason).toContain("(1000 characters)");
  expect(long.reason.length).toBeLessThan(250);
});
