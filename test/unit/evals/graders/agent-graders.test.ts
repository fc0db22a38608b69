import { describe, expect, test } from "vitest";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

describe("skill-used", () => {
  const used = (...names: string[]) => ({
    answer: { metadata: { skillCalls: names.map((name) => ({ name, source: "local" })) } },
  });

  test.each<[value: Json, names: readonly string[], status: string]>([
    ["search", ["search", "write"], "passed"],
    [["search", "write"], ["search"], "failed"],
    [{ name: "search" }, ["search"], "passed"],
    [{ name: "search", min: 2 }, ["search"], "failed"],
    [{ pattern: "Web-*", max: 1 }, ["web-a", "web-b"], "failed"],
    [{ pattern: "web-*", max: 1 }, [], "passed"],
    [{ name: "web-a", pattern: "web-*" }, ["web-a", "web-b"], "passed"],
  ])("%j with %j: %s", async (value, names, status) => {
    expect(await statusOf("skill-used", "x", value, {}, used(...names))).toBe(status);
  });

  test.each<[value: Json, names: readonly string[], status: string]>([
    ["search", [], "passed"],
    [["search", "write"], ["write"], "failed"],
    [{ pattern: "s*" }, ["search"], "failed"],
    [{ name: "search", max: 0 }, ["write"], "passed"],
    [{ name: "search", min: 1 }, ["write"], "errored"],
  ])("not %j with %j: %s", async (value, names, status) => {
    expect(await statusOf("not-skill-used", "x", value, {}, used(...names))).toBe(status);
  });

  test("a skill that failed, and an answer without any, have used nothing", async () => {
    const failed = { answer: { metadata: { skillCalls: [{ name: "search", is_error: true }, "x"] } } };
    expect(await statusOf("skill-used", "x", "search", {}, failed)).toBe("failed");
    expect(await gradeOne(assertion("skill-used", "search"), "x")).toMatchObject({
      status: "failed",
      reason: "used no skill: search missing",
    });
  });

  test.each<Json>([7, "", [], {}, { name: "a", min: -1 }, { name: "a", min: 2, max: 1 }])(
    "the value %j is an error",
    async (value) => {
      expect(await statusOf("skill-used", "x", value, {}, used("a"))).toBe("errored");
    },
  );
});

describe("traces", () => {
  const spans: Json = [
    { name: "llm.chat", startTime: 1000, endTime: 1300 },
    { name: "llm.embed", startTime: 1300, endTime: 1350, statusCode: 2, statusMessage: "no" },
    { name: "tool.search", startTime: 1400, endTime: 2400, attributes: { "http.status_code": "503" } },
    { name: "tool.read", startTime: 2400, attributes: { error: false } },
  ];
  const traced = { answer: { metadata: { trace: { spans } } } };

  test.each<[type: string, value: Json, status: string]>([
    ["trace-span-count", { pattern: "llm.*", min: 2, max: 2 }, "passed"],
    ["trace-span-count", { pattern: "*", max: 3 }, "failed"],
    ["trace-span-count", { pattern: "none", min: 1 }, "failed"],
    ["not-trace-span-count", { pattern: "none", min: 1 }, "passed"],
    ["trace-span-count", { min: 1 }, "errored"],
    ["trace-span-duration", { max: 999 }, "failed"],
    ["trace-span-duration", { pattern: "llm.*", max: 300 }, "passed"],
    ["trace-span-duration", { max: 300, percentile: 66 }, "passed"],
    ["trace-span-duration", { max: 300, percentile: 67 }, "failed"],
    ["trace-span-duration", { pattern: "tool.read", max: 0 }, "passed"],
    ["trace-span-duration", { pattern: "x" }, "errored"],
    ["trace-span-duration", { max: 1, percentile: 101 }, "errored"],
    ["trace-error-spans", 2, "passed"],
    ["trace-error-spans", {}, "failed"],
    ["trace-error-spans", { max_percentage: 50 }, "passed"],
    ["trace-error-spans", { pattern: "tool.*", max_percentage: 49 }, "failed"],
    ["trace-error-spans", { pattern: "tool.read" }, "passed"],
  ])("%s %j: %s", async (type, value, status) => {
    expect(await statusOf(type, "x", value, {}, traced)).toBe(status);
  });

  test("that an answer does not bring make an error that says so", async () => {
    const grade = await gradeOne(assertion("trace-error-spans", 0), "x");
    expect(grade).toMatchObject({ status: "errored", reason: expect.stringContaining("brings no spans") });
    const bare = { answer: { metadata: { spans } } };
    expect(await statusOf("trace-error-spans", "x", 0, {}, bare)).toBe("failed");
  });
});
