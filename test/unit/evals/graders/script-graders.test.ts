import { describe, expect, test } from "vitest";
import { MlxError } from "../../../../src/core/errors.js";
import type { AssertionSpec, ScriptSpec } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne } from "../../../support/evals/grading.js";

/** What an assertion says of what its script returned. */
function returned(type: string, result: Json, more: Partial<AssertionSpec> = {}) {
  return gradeOne(assertion(type, "code", more), "out", { services: { script: async () => result } });
}

describe("what a script returns", () => {
  test.each<[result: Json, passes: boolean, score: number]>([
    [true, true, 1],
    [false, false, 0],
    [0.3, true, 0.3],
    [0, false, 0],
    [-1, false, -1],
    [{ pass: true, score: 0.4, reason: "fine" }, true, 0.4],
    [{ pass: false, score: 0.9, reason: "no" }, false, 0.9],
    [{ pass: true }, true, 1],
    [{ pass: false }, false, 0],
  ])("%j: %s, %d", async (result, passes, score) => {
    for (const type of ["javascript", "python", "ruby"]) {
      expect(await returned(type, result)).toMatchObject({ status: passes ? "passed" : "failed", score });
      const negated = await returned(`not-${type}`, result);
      expect(negated.status).toBe(passes ? "failed" : "passed");
      // A truth value becomes the other one; a score that was given stays.
      expect(negated.score).toBe(typeof result === "boolean" ? 1 - score : score);
    }
  });

  test("a number passes from the threshold on", async () => {
    expect(await returned("javascript", 0.5, { threshold: 0.5 })).toMatchObject({
      status: "passed",
      score: 0.5,
    });
    expect(await returned("javascript", 0.49, { threshold: 0.5 })).toMatchObject({ status: "failed" });
    expect(await returned("javascript", 0, { threshold: 0 })).toMatchObject({ status: "passed" });
  });

  test("a threshold holds for the score of a mapping in Python and Ruby, not in JavaScript", async () => {
    const result = { pass: true, score: 0.4, reason: "so so" };
    expect(await returned("python", result, { threshold: 0.5 })).toMatchObject({
      status: "failed",
      reason: "the score 0.4 is below 0.5: so so",
    });
    expect(await returned("javascript", result, { threshold: 0.5 })).toMatchObject({ status: "passed" });
  });

  test("Python and Ruby may spell it, in their own manner of naming", async () => {
    expect(await returned("python", "True")).toMatchObject({ status: "passed", score: 1 });
    expect(await returned("ruby", "0.25")).toMatchObject({ status: "passed", score: 0.25 });
    const grade = await returned("python", '{"pass_": true, "score": 0.5, "named_scores": {"tone": 0.7}}');
    expect(grade).toMatchObject({ status: "passed", score: 0.5, namedScores: { tone: 0.7 } });
    expect(await returned("javascript", "true")).toMatchObject({ status: "errored" });
  });

  test("components become grades of their own", async () => {
    const componentResults = [
      { pass: false, score: 0.2, reason: "short", assertion: { type: "length" } },
      { pass: true },
    ];
    const grade = await returned("javascript", { pass: true, score: 0.6, reason: "", componentResults });
    expect(grade.components).toEqual([
      { type: "length", status: "failed", score: 0.2, weight: 1, reason: "short" },
      { type: "script", status: "passed", score: 1, weight: 1, reason: "the javascript code returned true" },
    ]);
  });

  test.each<Json>([
    ...[null, "yes", [], {}, { score: 1 }, { pass: "true" }, { pass: true, score: "high" }],
    { pass: true, namedScores: { tone: "warm" } },
    { pass: true, namedScores: 7 },
  ])("%j is an error, neither passed nor failed", async (result) => {
    const grade = await returned("python", result);
    expect(grade.status).toBe("errored");
    expect(grade).not.toHaveProperty("score");
    expect((await returned("not-python", result)).status).toBe("errored");
  });

  test("NaN and infinity are errors", async () => {
    for (const score of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect((await returned("javascript", score)).status).toBe("errored");
      expect((await returned("javascript", { pass: true, score })).status).toBe("errored");
    }
  });
});

test("a script gets the output as it is, and what promptfoo's scripts know as context", async () => {
  const seen: [ScriptSpec, readonly Json[]][] = [];
  const spec = assertion("javascript", "output.ok  \n", { config: { limit: 3 } });
  await gradeOne(
    spec,
    { ok: true },
    {
      answer: {
        costUsd: 0.5,
        usage: { input: 3, output: 4, cached: 1 },
        logProbs: [-1],
        metadata: { trace: "t" },
      },
      request: {
        vars: new Map<string, Json>([
          ["__proto__", 1],
          ["city", "Rome"],
        ]),
      },
      test: { description: "d", metadata: { tier: "gold" } },
      services: {
        script: async (script, args) => {
          seen.push([script, args]);
          return true;
        },
      },
    },
  );
  const [[script, [output, context]] = [undefined, []]] = seen;
  expect(script).toMatchObject({ language: "javascript", code: "output.ok" });
  expect(output).toEqual({ ok: true });
  expect(context).toMatchObject({
    prompt: "the prompt",
    vars: { city: "Rome" },
    test: { description: "d", metadata: { tier: "gold" } },
    config: { limit: 3 },
    provider: { id: "echo" },
    providerResponse: {
      cost: 0.5,
      tokenUsage: { total: 7, prompt: 3, completion: 4, cached: 1 },
      cached: false,
    },
    logProbs: [-1],
    metadata: { trace: "t" },
  });
  expect(JSON.parse(JSON.stringify(context))).toEqual(context);
});

test("a script that crashes or hangs is an error with its words", async () => {
  const grade = await gradeOne(assertion("python", "boom()"), "x", {
    services: {
      script: async () => {
        throw new MlxError("MLX_SCRIPT", "the script ended with NameError: boom");
      },
    },
  });
  expect(grade).toMatchObject({ status: "errored", reason: "the script ended with NameError: boom" });
});

test("code has to be given", async () => {
  expect((await gradeOne(assertion("ruby", " "), "x")).reason).toContain("expected code or a file");
});

describe("webhook", () => {
  const posted = (result: Json, type = "webhook", url: Json = "https://judge.test/x") => {
    const bodies: Json[] = [];
    const services = {
      post: async (_url: string, body: Json) => {
        bodies.push(body);
        return result;
      },
    };
    return gradeOne(assertion(type, url), { a: 1 }, { services }).then((grade) => ({ grade, bodies }));
  };

  test("posts the output with its vars and takes the verdict", async () => {
    const { grade, bodies } = await posted({ pass: true, score: 0.7, reason: "good" });
    expect(grade).toMatchObject({ status: "passed", score: 0.7, reason: "good" });
    expect(bodies).toEqual([{ output: { a: 1 }, context: { prompt: "the prompt", vars: {} } }]);
    const not = await posted({ pass: true, score: 0.7 }, "not-webhook");
    expect(not.grade.status).toBe("failed");
    expect(not.grade.score).toBeCloseTo(0.3, 12);
  });

  test.each<Json>([null, "ok", { status: "ok" }, { pass: 1 }, []])(
    "an answer %j is an error",
    async (result) => {
      expect((await posted(result)).grade.status).toBe("errored");
    },
  );

  test("only posts to http addresses", async () => {
    for (const url of ["file:///etc/passwd", "judge.test", 7]) {
      const { grade, bodies } = await posted({ pass: true }, "webhook", url);
      expect([grade.status, bodies]).toEqual(["errored", []]);
    }
  });
});
