import { expect, test } from "vitest";
import { resultsIn, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const ids = [0, 1, 2, 3, 4].map((index) => `c${index}`);
const rows = ids.map((id) => `${JSON.stringify({ id, want: "yes" })}\n`).join("");

function suiteOf(provider: string, graders = "[contains]"): string {
  return `target:
  prompt: {text: "say yes {{ id }}"}
  providers:
    - ${provider}
data: cases.jsonl
id: id
expected: want
graders: ${graders}
`;
}

function project(provider: string, files: Record<string, string> = {}): TestRepo {
  return gitRepo({ "evals/s.eval.yaml": suiteOf(provider), "evals/cases.jsonl": rows, ...files });
}

const recorded = (costUsd?: number) =>
  ids
    .map((id) => `${JSON.stringify({ id, output: "yes", ...(costUsd !== undefined && { costUsd }) })}\n`)
    .join("");

test("what was recorded costs a budget what it cost then: the results until it is reached are kept and marked", async () => {
  const repo = project("replay:said.jsonl", { "evals/said.jsonl": recorded(0.4) });
  const { code, json, stderr } = await mlx(repo, "eval run s --max-cost 1 --json --output r.jsonl");
  expect(code).toBe(1);
  expect(json).toMatchObject({
    verdict: "failed",
    stopped: { kind: "budget" },
    cases: { total: 2, passed: 2 },
  });
  expect(json["spentUsd"]).toBeCloseTo(0.8, 12);
  expect(stderr).toContain("the results of 2 of 5 cases are kept");
  expect(resultsIn(repo, "r.jsonl").map(({ id }) => id)).toEqual(["c0", "c1"]);
  const again = await mlx(repo, "eval run s --resume --max-cost 1 --json");
  expect(again.json).toMatchObject({ verdict: "failed", cases: { total: 2 } });
  const more = await mlx(repo, "eval run s --resume --max-cost 2 --json");
  expect([more.code, more.json["spentUsd"]]).toEqual([0, expect.closeTo(2, 12)]);
});

test("recorded answers that do not say what they cost trip a budget instead of slipping under it", async () => {
  const repo = project("replay:said.jsonl", { "evals/said.jsonl": recorded() });
  const { code, json } = await mlx(repo, "eval run s --max-cost 1 --json");
  expect(code).toBe(3);
  expect(json["stopped"]).toMatchObject({
    kind: "budget",
    reason: expect.stringContaining("replay:said.jsonl does not say what an answer cost"),
  });
  expect((await mlx(repo, "eval run s")).code).toBe(0);
});

test.each([`"exec:printf yes"`, `"exec:sh bot.sh"`, `"file://bot.js"`])(
  "%s runs under a budget once its config says what a call costs at most",
  async (id) => {
    const repo = project(`{id: ${id}}`, {
      "evals/bot.sh": "#!/bin/sh\necho yes\n",
      "evals/bot.js": "module.exports = () => 'yes'",
    });
    const refused = await mlx(repo, "eval run s --max-cost 1 --json");
    expect([refused.code, refused.error.code]).toEqual([2, "MLX_UNPRICED_MODEL"]);
    expect(refused.error.hint).toContain("maxCostUsd");
    repo.write({ "evals/s.eval.yaml": suiteOf(`{id: ${id}, config: {maxCostUsd: 0.4}}`) });
    const stopped = await mlx(repo, "eval run s --max-cost 1 --no-cache --json");
    expect(stopped.json).toMatchObject({ stopped: { kind: "budget" }, cases: { total: 2 } });
    repo.write({ "evals/s.eval.yaml": suiteOf(`{id: ${id}, config: {maxCostUsd: 0}}`) });
    expect((await mlx(repo, "eval run s --max-cost 1 --json")).json).toMatchObject({
      cases: { total: 5 },
      spentUsd: 0,
    });
  },
);

test("a judge or an embedding without a price is refused before the first call where there is a budget", async () => {
  const { repo, server } = await servedProject(2);
  const config = `config: {apiBaseUrl: "${server.url}/v1", apiKeyRequired: false}`;
  for (const [type, id] of [
    ["llm-rubric", "openai:chat:house-model"],
    ["similar", "openai:embedding:house-vectors"],
  ]) {
    const grader = `[{${type}: "is kind", provider: {id: "${id}", ${config}}}]`;
    repo.write({ "evals/s.eval.yaml": suiteOf("echo", grader) });
    const { code, error } = await mlx(repo, "eval run s --max-cost 1 --json");
    expect([code, error.code]).toEqual([2, "MLX_UNPRICED_MODEL"]);
    expect(error.message).toContain(id);
  }
  expect(server.requests).toHaveLength(0);
});

test("embeddings are paid for: in the result, the summary and the budget", async () => {
  const { repo, server } = await servedProject(4);
  const config = `config: {apiBaseUrl: "${server.url}/v1", apiKeyRequired: false, cost: 0.01}`;
  const grader = `[{similar: "say yes", threshold: 0.1, provider: {id: "openai:embedding:house", ${config}}}]`;
  repo.write({ "evals/s.eval.yaml": suiteOf("echo", grader) });
  const { code, json } = await mlx(repo, "eval run s --json --output r.jsonl");
  expect(code).toBe(0);
  const grades = resultsIn(repo, "r.jsonl").map(({ grades }) => Object(grades)[0]);
  for (const { usage, costUsd } of grades) expect(costUsd).toBeCloseTo(usage.input * 0.01, 12);
  const sum = grades.reduce((all: number, { costUsd }) => all + costUsd, 0);
  expect(sum).toBeGreaterThan(0.1);
  expect(json["costUsd"]).toBeCloseTo(sum, 12);
  expect(json["spentUsd"]).toBeCloseTo(sum, 12);
  const short = await mlx(repo, `eval run s --json --no-cache --max-cost ${sum / 2}`);
  expect(short.json).toMatchObject({
    verdict: expect.stringMatching(/failed|error/),
    stopped: { kind: "budget" },
  });
  expect(Number(short.json["spentUsd"])).toBeLessThanOrEqual(sum / 2);
});
