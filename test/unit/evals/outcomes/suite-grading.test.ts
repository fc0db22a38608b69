import { describe, expect, test } from "vitest";
import { providerSettings, suiteGrading } from "../../../../src/evals/outcomes/suite-grading.js";
import type { ProviderSpec, Suite, SuiteTest } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, evalCase } from "../../../support/evals/grading.js";

const at = { file: "s", line: 1, column: 1 };

function provider(id: string, more: Partial<ProviderSpec> = {}): ProviderSpec {
  return { id, label: id, config: {}, env: {}, fallbacks: [], at, ...more };
}

function suiteOf(tests: readonly Partial<SuiteTest>[], more: Partial<Suite> = {}): Suite {
  const all = tests.map((test) => evalCase(test).test);
  return {
    ...{
      name: "s",
      format: "mlx",
      file: "evals/s.eval.yaml",
      folder: "/repo/evals",
      prompts: [],
      providers: [],
    },
    tests: {
      async *[Symbol.asyncIterator]() {
        yield* all;
      },
    },
    ...{
      repeat: 1,
      gates: [],
      errorsAllowed: 0,
      budget: {},
      derived: [],
      env: {},
      notKept: [],
      digests: new Map(),
    },
    ...more,
  };
}

const vars = (question: string) => new Map<string, Json>([["question", question]]);
const one: Partial<SuiteTest> = {
  id: "a",
  vars: vars("Is it free?"),
  assertions: [assertion("contains", "free")],
};

test("the same suite gives the same digests, wherever its graders stand", async () => {
  const moved = [{ ...assertion("contains", "free"), at: { file: "s", line: 9, column: 3 } }];
  expect(await suiteGrading(suiteOf([one]))).toEqual(
    await suiteGrading(suiteOf([{ ...one, assertions: moved }])),
  );
});

describe("what is asked and what judges are told apart", () => {
  const both = async (tests: readonly Partial<SuiteTest>[], more: Partial<Suite> = {}) => {
    const [was, is] = [await suiteGrading(suiteOf([one])), await suiteGrading(suiteOf(tests, more))];
    return [was.cases === is.cases, was.graders === is.graders];
  };

  test("another value, slice or output is another case", async () => {
    expect(await both([{ ...one, vars: vars("Is it?") }])).toEqual([false, true]);
    expect(await both([{ ...one, slices: { topic: "price" } }])).toEqual([false, true]);
    expect(await both([{ ...one, givenOutput: "It is" }])).toEqual([false, true]);
    expect(await both([one, { ...one, id: "b" }])).toEqual([false, false]);
  });

  test("another grader, expectation, threshold or critical case judges otherwise", async () => {
    expect(await both([{ ...one, assertions: [assertion("icontains", "free")] }])).toEqual([true, false]);
    expect(await both([{ ...one, assertions: [assertion("contains", "gratis")] }])).toEqual([true, false]);
    expect(await both([{ ...one, threshold: 0.5 }])).toEqual([true, false]);
    expect(await both([{ ...one, critical: true }])).toEqual([true, false]);
  });

  test("so do gates, repeats, allowed errors, a budget and the effect; where a gate is written does not", async () => {
    const gate = (line: number) =>
      ({
        kind: "threshold",
        name: "g",
        metric: "passRate",
        min: 0.9,
        by: "estimate",
        at: { ...at, line },
      }) as const;
    for (const more of [
      { gates: [gate(1)] },
      { repeat: 2 },
      { errorsAllowed: 0.1 },
      { budget: { maxCostUsd: 1 } },
      { effect: 0.1 },
    ]) {
      expect(await both([one], more)).toEqual([true, false]);
    }
    const digests = [1, 2].map(
      async (line) => (await suiteGrading(suiteOf([one], { gates: [gate(line)] }))).graders,
    );
    expect(await digests[0]).toBe(await digests[1]);
  });
});

test("judges are those that model-graded assertions ask, in sets, too; --judge goes before them", async () => {
  const rubric = { ...assertion("llm-rubric", "kind"), provider: provider("openai:a") };
  const set = { ...assertion("assert-set"), assertions: [assertion("g-eval", "clear")] };
  const suite = suiteOf([
    { ...one, assertions: [rubric, set], options: { gradingProvider: provider("openai:b") } },
  ]);
  expect((await suiteGrading(suite)).judges).toEqual(["openai:a", "openai:b"]);
  expect((await suiteGrading(suite, { judge: "openai:c" })).judges).toEqual(["openai:c"]);
  expect((await suiteGrading(suiteOf([one]), { judge: "openai:c" })).judges).toEqual([]);
});

test("settings of a provider change its digest, and credentials do not", () => {
  const digest = (config: Record<string, Json>) => providerSettings(provider("openai:a", { config }));
  expect(digest({ apiKey: "one", headers: { Authorization: "x" } })).toBe(
    digest({ apiKey: "two", headers: {} }),
  );
  expect(digest({ temperature: 1 })).not.toBe(digest({ temperature: 0 }));
  expect(digest({ max_tokens: 1 })).not.toBe(digest({ max_tokens: 2 }));
});
