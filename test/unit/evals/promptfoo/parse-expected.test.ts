import { describe, expect, test } from "vitest";
import { isAssertionType } from "../../../../src/evals/promptfoo/assertion-types.js";
import { columnProblem, csvTest } from "../../../../src/evals/promptfoo/csv-test.js";
import { parseExpected } from "../../../../src/evals/promptfoo/parse-expected.js";

describe("a cell of __expected", () => {
  test.each([
    ["", undefined],
    ["Paris", { type: "equals", value: "Paris" }],
    ["contains: Paris", { type: "contains", value: "Paris" }],
    ["not-contains:Paris", { type: "not-contains", value: "Paris" }],
    ["similar(0.8): a city", { type: "similar", threshold: 0.8, value: "a city" }],
    ["is-json", { type: "is-json" }],
    ["contains-any: a, b", { type: "contains-any", value: ["a", "b"] }],
    ['contains-all: "a, b",c', { type: "contains-all", value: ["a, b", "c"] }],
    ['contains-any: ["x", "y,z"]', { type: "contains-any", value: ["x", "y,z"] }],
    ["latency: 500", { type: "latency", threshold: 500 }],
    ["javascript: output.length", { type: "javascript", value: "output.length" }],
    ["fn:output", { type: "javascript", value: "output" }],
    ["eval: 1 + 1", { type: "javascript", value: "1 + 1" }],
    ["python: len(output)", { type: "python", value: "len(output)" }],
    ["grade: is kind", { type: "llm-rubric", value: "is kind" }],
    ["file://check.js", { type: "javascript", value: "file://check.js" }],
    ["file://check.py:fits", { type: "python", value: "file://check.py:fits" }],
    ["note: contains a colon", { type: "equals", value: "note: contains a colon" }],
    ["https://example.org", { type: "equals", value: "https://example.org" }],
  ])("%j", (cell, assertion) => {
    expect(parseExpected(cell, isAssertionType)).toEqual(assertion);
  });
});

describe("a row of a table of tests", () => {
  const test_ = (row: Record<string, string>) => csvTest(new Map(Object.entries(row)), isAssertionType);

  test("keeps columns without underscores as variables, whatever they hold", () => {
    expect(test_({ q: "", a: "1", _b: "x" })).toEqual({ vars: { q: "", a: "1", _b: "x" } });
  });

  test("puts the assertions in the order of their numbers, and the metric on each", () => {
    const { assert } = test_({ __expected10: "j", __expected2: "b", __expected: "a", __metric: "m" });
    expect(assert).toEqual(["a", "b", "j"].map((value) => ({ type: "equals", value, metric: "m" })));
  });

  test("reads what else its columns say", () => {
    expect(
      test_({
        ...{
          __prefix: "P ",
          __suffix: " S",
          __description: "d",
          __threshold: "0.5",
          __providerOutput: "given",
        },
        ...{ "__metadata:team": "red", "__metadata:tags[]": "a, b\\,c", "__metadata:none": "" },
      }),
    ).toEqual({
      ...{ vars: {}, description: "d", threshold: 0.5, providerOutput: "given" },
      options: { prefix: "P ", suffix: " S" },
      metadata: { team: "red", tags: ["a", "b,c"] },
    });
  });

  test("gives an assertion the settings of its columns", () => {
    expect(test_({ __expected1: "similar: x", "__config:__expected1:threshold": "0.4" })["assert"]).toEqual([
      { type: "similar", value: "x", threshold: 0.4 },
    ]);
  });

  test("has columns that mlx does not know", () => {
    expect(["q", "__expected3", "__metadata:x[]", "__description"].map(columnProblem)).toEqual(
      Array(4).fill(undefined),
    );
    expect(columnProblem("__weight")).toContain("__weight");
    expect(columnProblem("__metadata")).toContain("__metadata:KEY");
  });
});
