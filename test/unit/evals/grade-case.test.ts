import { describe, expect, test } from "vitest";
import { Interrupted, MlxError } from "../../../src/core/errors.js";
import { graderOf, graderTypes } from "../../../src/evals/graders/grader-of.js";
import type { AssertionSpec } from "../../../src/evals/types.js";
import type { Json } from "../../../src/prompts/types.js";
import { answer, assertion, gradeAll, gradeOne } from "../../support/evals/grading.js";

const yes = (more: Partial<AssertionSpec> = {}) => assertion("contains", "o", more);
const no = (more: Partial<AssertionSpec> = {}) => assertion("contains", "z", more);
const scored = (score: number, more: Partial<AssertionSpec> = {}) =>
  assertion("javascript", String(score), more);
/** Plays scripts by their code: a number is what they return. */
const numbers = {
  services: { script: async ({ code }: { code?: string }): Promise<Json> => Number(code) },
};
const set = (assertions: readonly AssertionSpec[], more: Partial<AssertionSpec> = {}) =>
  assertion("assert-set", undefined, { assertions, ...more });

describe("the score", () => {
  test("without assertions is 1, and the case passes", async () => {
    expect(await gradeAll([], "x")).toEqual({ status: "passed", score: 1, grades: [], namedScores: {} });
  });

  test("is the mean by weights; all have to pass", async () => {
    expect(await gradeAll([yes({ weight: 3 }), no()], "foo")).toMatchObject({
      status: "failed",
      score: 0.75,
    });
    expect(await gradeAll([yes(), yes()], "foo")).toMatchObject({ status: "passed", score: 1 });
  });

  test("decides alone where the test has a threshold", async () => {
    const test = { threshold: 0.75 };
    expect(await gradeAll([yes({ weight: 3 }), no()], "foo", { test })).toMatchObject({ status: "passed" });
    expect(await gradeAll([yes({ weight: 2 }), no()], "foo", { test })).toMatchObject({ status: "failed" });
    const none = { test: { threshold: 0 } };
    expect(await gradeAll([no()], "foo", none)).toMatchObject({ status: "passed", score: 0 });
  });

  test("meets a threshold that it meets on paper", async () => {
    const assertions = [scored(0.7), scored(0.8), scored(0.9)];
    expect((0.7 + 0.8 + 0.9) / 3).toBeLessThan(0.8);
    const result = await gradeAll(assertions, "x", { ...numbers, test: { threshold: 0.8 } });
    expect(result.status).toBe("passed");
  });

  test("takes nothing from weight 0, which always passes", async () => {
    expect(await gradeAll([yes(), no({ weight: 0 })], "foo")).toMatchObject({
      status: "passed",
      score: 1,
      grades: [{ status: "passed" }, { status: "passed", score: 0, weight: 0 }],
    });
    expect(await gradeAll([no({ weight: 0 })], "foo")).toMatchObject({ status: "passed", score: 0 });
  });

  test("is that of the order written, whatever ends first", async () => {
    const slow = { services: { script: () => new Promise<Json>((resolve) => setTimeout(resolve, 20, 0.5)) } };
    const { grades } = await gradeAll([scored(0), yes(), no()], "foo", slow);
    expect(grades.map(({ status }) => status)).toEqual(["passed", "passed", "failed"]);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("with a weight of %d errs", async (weight) => {
    expect(await gradeAll([yes({ weight })], "foo")).toMatchObject({ status: "errored" });
  });
});

describe("an assert-set", () => {
  test("passes when all in it pass, or when its own threshold is reached", async () => {
    expect(await gradeAll([set([yes(), no()])], "foo")).toMatchObject({
      status: "failed",
      score: 0.5,
      grades: [{ type: "assert-set", status: "failed", score: 0.5, components: [{}, { status: "failed" }] }],
    });
    expect(await gradeAll([set([yes(), no()], { threshold: 0.5 })], "foo")).toMatchObject({
      status: "passed",
      score: 0.5,
    });
  });

  test("counts by its weight, and may hold another set", async () => {
    const inner = set([no(), yes()], { threshold: 0.5 });
    const result = await gradeAll([set([inner, yes()], { weight: 3 }), yes()], "foo");
    expect(result).toMatchObject({ status: "passed", score: (0.75 * 3 + 1) / 4 });
  });

  test("is errored when something in it is", async () => {
    const broken = assertion("regex", "(");
    expect(await gradeAll([set([yes(), broken])], "foo")).toMatchObject({
      status: "errored",
      grades: [{ status: "errored", components: [{ status: "passed" }, { status: "errored" }] }],
      error: { code: "MLX_INVALID_ASSERTION" },
    });
    expect(await gradeAll([set([])], "foo")).toMatchObject({ status: "passed" });
  });
});

describe("an error is a third state", () => {
  const broken = (more: Partial<AssertionSpec> = {}) => assertion("regex", "(", more);

  test("which makes the case errored and leaves it without a score, even beside a failure", async () => {
    const result = await gradeAll([no(), broken()], "foo");
    expect(result.status).toBe("errored");
    expect(result).not.toHaveProperty("score");
    expect(result.error).toMatchObject({
      code: "MLX_INVALID_ASSERTION",
      message: expect.stringContaining("7:5"),
    });
    expect(result.grades.map(({ status }) => status)).toEqual(["failed", "errored"]);
  });

  test("not- does not turn it round, and a threshold does not hide it", async () => {
    expect(await gradeAll([assertion("not-regex", "(")], "foo")).toMatchObject({ status: "errored" });
    expect(await gradeAll([yes(), broken()], "foo", { test: { threshold: 0.1 } })).toMatchObject({
      status: "errored",
    });
  });

  test("which weight 0 keeps to itself", async () => {
    const result = await gradeAll([yes(), broken({ weight: 0 })], "foo");
    expect(result).toMatchObject({ status: "passed", score: 1, grades: [{}, { status: "errored" }] });
    expect(result).not.toHaveProperty("error");
  });

  test("whatever a grader throws", async () => {
    const crash = {
      services: {
        script: async () => {
          throw new TypeError("x is not a function");
        },
      },
    };
    expect(await gradeAll([scored(1)], "foo", crash)).toMatchObject({
      status: "errored",
      error: { code: "MLX_GRADER", message: "x is not a function" },
    });
  });

  test("save when the run is interrupted: then nothing is graded", async () => {
    const interrupted = {
      services: {
        script: async () => {
          throw new Interrupted();
        },
      },
    };
    await expect(gradeAll([yes(), scored(1)], "foo", interrupted)).rejects.toThrow(Interrupted);
  });
});

describe("types", () => {
  test("that nobody knows err with what was meant", async () => {
    const { grades } = await gradeAll([assertion("not-contain", "x"), assertion("nonsense", "x")], "foo");
    expect(grades[0]?.reason).toContain('unknown assertion type "not-contain"; did you mean not-contains?');
    expect(grades[1]?.reason).toContain("known are: accuracy, answer-relevance, assert-set,");
  });

  test("all have a grader that answers", async () => {
    const anything = { services: { script: async () => true, post: async () => ({ pass: true }) } };
    expect(graderTypes.length).toBeGreaterThan(60);
    for (const type of graderTypes.filter((it) => it !== "assert-set")) {
      expect(graderOf(type)).toBeTypeOf("function");
      const { reason } = await gradeOne(assertion(type, "x", { threshold: 1 }), "x", anything);
      expect(`${type}: ${reason}`).not.toContain("lack it");
    }
    expect(graderOf("constructor")).toBeUndefined();
  });
});

describe("an assertion's own transform", () => {
  test("makes the output that it alone judges", async () => {
    const at = { file: "s", line: 1, column: 1 };
    const transform = { language: "javascript", code: "output.city", at } as const;
    const seen: Json[] = [];
    const result = await gradeAll(
      [
        assertion("equals", "Rome", { transform }),
        assertion("equals", "Rome", { transform: { ...transform } }),
        no(),
      ],
      { city: "Rome" },
      {
        answer: { metadata: { m: 1 } },
        services: {
          script: async (_script, args) => {
            seen.push(args[1] ?? null);
            return "Rome";
          },
        },
      },
    );
    expect(result.grades.map(({ status }) => status)).toEqual(["passed", "passed", "failed"]);
    expect(seen[0]).toEqual({ vars: {}, prompt: { label: "p" }, metadata: { m: 1 } });
  });

  test("that fails makes the assertion an error", async () => {
    const transform = { language: "python", code: "x", at: { file: "s", line: 1, column: 1 } } as const;
    const services = {
      script: async () => {
        throw new MlxError("MLX_SCRIPT", "x is not defined");
      },
    };
    expect(await gradeAll([yes({ transform })], "foo", { services })).toMatchObject({
      status: "errored",
      error: { code: "MLX_SCRIPT" },
    });
  });
});

describe("a script as value", () => {
  const script = { language: "javascript", file: "/x.js", at: { file: "s", line: 1, column: 1 } } as const;
  const gives = (value: Json) => ({ services: { script: async () => value } });

  test("gives what is wanted", async () => {
    expect(
      await gradeOne(assertion("contains-any", undefined, { script }), "foo", gives(["a", "o"])),
    ).toMatchObject({
      status: "passed",
    });
    expect(await gradeOne(assertion("equals", "ignored", { script }), "foo", gives("foo"))).toMatchObject({
      status: "passed",
    });
  });

  test.each<Json>([true, { pass: true, score: 1 }])("but no verdict such as %j", async (value) => {
    const grade = await gradeOne(assertion("contains", undefined, { script }), "foo", gives(value));
    expect(grade).toMatchObject({ status: "errored", reason: expect.stringContaining("returned a verdict") });
  });
});

describe("named scores", () => {
  test("are the weighted mean of what counts towards them", async () => {
    const result = await gradeAll(
      [
        scored(0.5, { metric: "tone", weight: 3 }),
        scored(1, { metric: "tone" }),
        no({ metric: "facts" }),
        set([scored(1, { metric: "tone", weight: 2 }), scored(0, { metric: "form" })], {
          weight: 2,
          metric: "form",
        }),
      ],
      "foo",
      numbers,
    );
    expect(result.namedScores).toEqual({
      tone: (0.5 * 3 + 1 + 1 * 2 * 2) / (3 + 1 + 2 * 2),
      facts: 0,
      form: 2 / 3,
    });
  });

  test("of scripts count by the assertion's weight; errors count for nothing", async () => {
    const services = {
      script: async ({ code }: { code?: string }): Promise<Json> =>
        code === "a"
          ? { pass: true, score: 0.5, namedScores: { tone: 0.2, __proto__x: 1, own: 9 } }
          : "garbage",
    };
    const result = await gradeAll(
      [
        assertion("javascript", "a", { weight: 2, metric: "own" }),
        assertion("javascript", "b", { metric: "tone" }),
      ],
      "foo",
      { services },
    );
    expect(result.namedScores).toEqual({ own: 0.5, tone: 0.2, __proto__x: 1 });
  });

  test("are 0 where nothing but weight 0 counts towards them", async () => {
    expect((await gradeAll([yes({ metric: "m", weight: 0 })], "foo")).namedScores).toEqual({ m: 0 });
  });
});

test("who judged, and by which rubric, is kept with the grade", async () => {
  const reply = answer('{"reason": "kind", "pass": true, "score": 1}', { model: "judge-1" });
  const { grades } = await gradeAll([assertion("llm-rubric", "is kind")], "You are welcome.", {
    services: { ask: async () => reply },
  });
  expect(grades[0]).toMatchObject({
    status: "passed",
    judge: { model: "judge-1", rubric: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});
