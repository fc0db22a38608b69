import { describe, expect, test } from "vitest";
import { suiteFactsOf } from "../../../src/doctor/suite-facts.js";

const named = { name: "a", file: "evals/a.eval.yaml", hasBaseline: false };
const facts = (value: unknown) => suiteFactsOf(value, named);

describe("who is asked", () => {
  test.each<[string, unknown, boolean]>([
    ["the model that the prompt names", { target: { prompt: "a" } }, true],
    ["a program", { target: { exec: "./bot.sh" } }, true],
    ["a provider", { target: { prompt: "a", providers: ["openai:x"] } }, true],
    [
      "nobody: echo and replayed answers",
      { target: { prompt: "a", providers: ["echo", { id: "replay:a.jsonl" }] } },
      false,
    ],
    ["nobody: recorded answers", { target: { predictions: "p.jsonl" } }, false],
    ["a judge of recorded answers", { target: { predictions: "p.jsonl" }, judge: "openai:x" }, true],
    ["promptfoo's providers", { prompts: ["a"], providers: ["openai:x"] }, true],
    ["nobody: what is no suite", "text", false],
  ])("%s", (_, value, asks) => expect(facts(value).asks).toBe(asks));
});

describe("limits", () => {
  test.each<[string, unknown, readonly string[]]>([
    ["a budget", { budget: { maxCostUsd: 1 } }, ["limitsCost"]],
    ["a gate on cost", { gates: [{ metric: "costUsd", max: 1 }] }, ["limitsCost"]],
    [
      "providers that are free",
      { target: { providers: [{ id: "exec:a", config: { maxCostUsd: 0 } }] } },
      ["limitsCost"],
    ],
    ["a gate on latency", { gates: [{ metric: "latencyMs.p95", max: 9 }] }, ["limitsLatency"]],
    ["a gate that wants at least so much is none", { gates: [{ metric: "latencyMs.p95", min: 9 }] }, []],
    [
      "graders",
      { graders: [{ latency: 2000 }, { type: "cost", threshold: 1 }] },
      ["limitsCost", "limitsLatency"],
    ],
    [
      "promptfoo's assertions",
      { defaultTest: { assert: [{ type: "latency", threshold: 9 }] } },
      ["limitsLatency"],
    ],
    ["concurrency", { concurrency: 2 }, ["limitsCalls"]],
    ["promptfoo's concurrency", { evaluateOptions: { maxConcurrency: 2 } }, ["limitsCalls"]],
  ])("%s", (_, value, expected) => {
    const found = facts(value);
    const all = ["limitsCost", "limitsLatency", "limitsCalls"] as const;
    expect(all.filter((key) => found[key])).toEqual(expected);
  });
});

test("the file of the cases is told from the repository's top", () => {
  expect(facts({ data: "../data/./golden.jsonl" }).data).toBe("data/golden.jsonl");
  expect(facts({ cases: [] }).data).toBeUndefined();
});
