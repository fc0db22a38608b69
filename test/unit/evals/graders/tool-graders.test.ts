import { describe, expect, test } from "vitest";
import type { ProviderAnswer } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

type Calls = NonNullable<ProviderAnswer["toolCalls"]>;

const called = (...names: string[]): Calls => names.map((name) => ({ name, arguments: {} }));
const withCalls = (toolCalls: Calls) => ({ answer: { toolCalls } });
const weather = {
  type: "function",
  function: {
    name: "weather",
    parameters: { type: "object", required: ["city"], properties: { city: { type: "string" } } },
  },
};

describe("valid calls", () => {
  const types = ["is-valid-function-call", "is-valid-openai-function-call", "is-valid-openai-tools-call"];
  const request = { tools: [weather, { name: "stop", input_schema: { type: "object" } }] };

  test.each<[what: string, output: Json, passes: boolean]>([
    ["OpenAI's list", [{ id: "1", function: { name: "weather", arguments: '{"city": "Rome"}' } }], true],
    ["a message with tool_calls", { tool_calls: [{ function: { name: "stop", arguments: "{}" } }] }, true],
    ["a function that was not offered", [{ function: { name: "rain", arguments: "{}" } }], false],
    ["arguments that break the schema", [{ function: { name: "weather", arguments: '{"city": 7}' } }], false],
    ["arguments that are no JSON", [{ function: { name: "weather", arguments: "{city" } }], false],
    ["no call", [], false],
    ["a text", "I cannot do that", false],
  ])("%s: %j", async (_what, output, passes) => {
    for (const type of types) {
      expect(await statusOf(type, output, undefined, {}, { request })).toBe(passes ? "passed" : "failed");
      expect(await statusOf(`not-${type}`, output, undefined, {}, { request })).toBe(
        passes ? "failed" : "passed",
      );
    }
  });

  test("are those that the provider reports, where it reports some", async () => {
    const options = { request, answer: { toolCalls: [{ name: "weather", arguments: { city: "Rome" } }] } };
    for (const type of types) expect(await statusOf(type, "", undefined, {}, options)).toBe("passed");
  });

  test("of a plain form are not OpenAI's", async () => {
    const output = [{ name: "weather", arguments: { city: "Rome" } }];
    expect(await statusOf("is-valid-function-call", output, undefined, {}, { request })).toBe("passed");
    expect(await statusOf("is-valid-openai-tools-call", output, undefined, {}, { request })).toBe("failed");
  });

  test("fail where no function was offered; a schema that is none errs", async () => {
    const output = [{ function: { name: "weather", arguments: "{}" } }];
    const none = await gradeOne(assertion("is-valid-function-call"), output);
    expect(none).toMatchObject({ status: "failed", reason: expect.stringContaining("none was") });
    const broken = { tools: [{ name: "weather", parameters: { type: "objekt" } }] };
    const grade = await gradeOne(assertion("is-valid-function-call"), output, { request: broken });
    expect(grade.status).toBe("errored");
    expect(grade.reason).toContain("the parameters of weather are no valid JSON Schema");
  });
});

describe("tool-call-f1", () => {
  test.each<[output: Json, value: Json, score: number]>([
    [[{ function: { name: "a" } }, { function: { name: "b" } }], ["a", "b"], 1],
    [{ tool_calls: [{ function: { name: "a", arguments: "{}" } }] }, "a, b", 2 / 3],
    [
      [
        { type: "tool_use", name: "a", input: {} },
        { type: "text", text: "x" },
      ],
      "a",
      1,
    ],
    [{ functionCall: { name: "a", args: {} } }, "a", 1],
    [{ toolCall: { functionCalls: [{ name: "a" }, { name: "b" }] } }, "b", 2 / 3],
    [{ type: "function_call", name: "a", arguments: "{}" }, "a", 1],
    ['I will call\n{"type": "tool_use", "name": "a", "input": {}}', "a", 1],
    ["no call at all", "a", 0],
    [{ name: "Mia" }, "Mia", 0],
  ])("%j against %j: %d", async (output, value, score) => {
    const grade = await gradeOne(assertion("tool-call-f1", value), output);
    expect(grade.score).toBeCloseTo(score, 12);
    expect(grade.status).toBe(score === 1 ? "passed" : "failed");
    // not- turns the verdict round and leaves the score.
    expect((await gradeOne(assertion("not-tool-call-f1", value), output)).score).toBeCloseTo(score, 12);
  });

  test("passes from the threshold on, and errs without names", async () => {
    const options = withCalls(called("a", "b"));
    expect(await statusOf("tool-call-f1", "", "a", { threshold: 0.6 }, options)).toBe("passed");
    expect(await statusOf("tool-call-f1", "", [], {}, options)).toBe("errored");
    expect(await statusOf("tool-call-f1", "", undefined, {}, options)).toBe("errored");
  });
});

describe("trajectories", () => {
  const calls: Calls = [
    { name: "search_orders", arguments: { id: 7, limit: 10 } },
    { name: "search_items", arguments: {} },
    { name: "refund", arguments: { id: 7, note: { why: "late", by: ["x"] }, traceId: "t" } },
  ];
  const judge = (type: string, value: Json) =>
    statusOf(`trajectory:${type}`, "", value, {}, withCalls(calls));
  const judgeNot = (type: string, value: Json) =>
    statusOf(`not-trajectory:${type}`, "", value, {}, withCalls(calls));

  test.each<[value: Json, passes: boolean]>([
    ["refund", true],
    ["REFUND", true],
    [["refund", "search_*"], true],
    [["refund", "cancel"], false],
    [{ name: "search_*", min: 2, max: 2 }, true],
    [{ pattern: "search_?????", max: 1 }, true],
    [{ name: "search_*", max: 1 }, false],
    [{ name: "cancel", min: 0, max: 0 }, true],
  ])("used %j: %s", async (value, passes) => {
    expect(await judge("tool-used", value)).toBe(passes ? "passed" : "failed");
  });

  test("none of a list may be used with not-", async () => {
    expect(await judgeNot("tool-used", ["cancel", "delete_*"])).toBe("passed");
    expect(await judgeNot("tool-used", ["cancel", "refund"])).toBe("failed");
  });

  test.each<[value: Json, passes: boolean]>([
    [["search_orders", "refund"], true],
    [["refund", "search_orders"], false],
    [{ mode: "in_order", steps: [{ name: "search_*" }, { pattern: "*fund" }] }, true],
    [{ mode: "exact", steps: ["search_orders", "search_items", "refund"] }, true],
    [{ mode: "exact", steps: ["search_orders", "refund"] }, false],
    [{ mode: "any_order", steps: ["refund", "search_items"] }, true],
    [{ mode: "any_order", steps: ["refund", "refund"] }, false],
  ])("sequence %j: %s", async (value, passes) => {
    expect(await judge("tool-sequence", value)).toBe(passes ? "passed" : "failed");
    expect(await judgeNot("tool-sequence", value)).toBe(passes ? "failed" : "passed");
  });

  test.each<[value: Json, passes: boolean]>([
    [{ name: "refund", args: { id: 7 } }, true],
    [{ name: "refund", args: { id: 8 } }, false],
    [{ name: "refund", arguments: { note: { why: "late" } } }, true],
    [{ name: "refund", args: { note: { by: [] } } }, false],
    [{ name: "refund", args: { id: 7 }, mode: "exact" }, false],
    [
      { name: "refund", args: { id: 7, note: { by: ["x"], why: "late" } }, mode: "exact", ignore: "trace*" },
      true,
    ],
    [{ name: "search_orders", args: { id: 7 }, mode: "exact", defaults: { limit: 10 } }, true],
    [{ name: "search_orders", args: { id: 7 }, mode: "exact", defaults: { limit: 20 } }, false],
    [{ name: "cancel", args: {} }, false],
  ])("arguments %j: %s", async (value, passes) => {
    expect(await judge("tool-args-match", value)).toBe(passes ? "passed" : "failed");
    expect(await judgeNot("tool-args-match", value)).toBe(passes ? "failed" : "passed");
  });

  test.each<[value: Json, passes: boolean]>([
    [{ max: 3 }, true],
    [{ max: 2 }, false],
    [{ min: 2, name: "search_*" }, true],
    [{ min: 4 }, false],
  ])("steps %j: %s", async (value, passes) => {
    expect(await judge("step-count", value)).toBe(passes ? "passed" : "failed");
  });

  test.each<[type: string, value: Json]>([
    ["tool-used", []],
    ["tool-used", { min: 1 }],
    ["tool-used", 7],
    ["tool-sequence", "refund"],
    ["tool-sequence", { mode: "backwards", steps: ["a"] }],
    ["tool-sequence", []],
    ["tool-args-match", { name: "refund" }],
    ["tool-args-match", { name: "refund", args: {}, mode: "loose" }],
    ["tool-args-match", { name: "refund", args: {}, ignore: [7] }],
    ["step-count", {}],
    ["step-count", { min: "many" }],
  ])("%s of %j errs", async (type, value) => {
    expect(await judge(type, value)).toBe("errored");
  });

  test("an answer that calls nothing is told so", async () => {
    const grade = await gradeOne(assertion("trajectory:tool-used", "refund"), "");
    expect(grade).toMatchObject({ status: "failed", reason: "called nothing: refund missing" });
  });
});
