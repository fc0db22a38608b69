import { appendFileSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cases, echoProject, resultsIn, servedProject } from "../support/evals/eval-project.js";
import { until } from "../support/live-mlx.js";
import { mlx } from "../support/mlx.js";

/** Runs until the server has been asked `requests` times, then is interrupted. */
async function interrupted(
  project: Awaited<ReturnType<typeof servedProject>>,
  requests: number,
  options = "",
) {
  const controller = new AbortController();
  const running = mlx(project.repo, `eval run served ${options}`, { signal: controller.signal });
  await until("it asks", () => project.server.requests.length >= requests);
  controller.abort();
  return running;
}

test("Ctrl-C finishes what is under way and keeps it; --resume does the rest and asks nothing twice", async () => {
  const project = await servedProject(40, { delayMs: 15 });
  const { code, stderr } = await interrupted(project, 10, "--concurrency 2 --no-cache");
  expect(code).toBe(130);
  expect(stderr).toContain("--resume");
  const asked = project.server.requests.length;
  expect(asked).toBeLessThan(20);
  const [listed] = Object(await mlx(project.repo, "eval list --json")).json.evaluations;
  expect(listed).toMatchObject({ status: "interrupted", verdict: "inconclusive", cases: { total: asked } });
  const resumed = await mlx(project.repo, "eval run served --resume --no-cache --json --output r.jsonl");
  expect(resumed.code).toBe(0);
  expect(resumed.json).toMatchObject({ id: listed.id, cases: { total: 40, passed: 40 }, stopped: null });
  expect(project.server.requests).toHaveLength(40);
  expect(resultsIn(project.repo, "r.jsonl").map(({ index }) => index)).toEqual(
    Array.from({ length: 40 }, (_, index) => index),
  );
  const again = await mlx(project.repo, "eval run served --resume --json");
  expect([again.code, again.error.code]).toEqual([2, "MLX_EVAL_FINISHED"]);
});

test("an evaluation goes on by its id, with the cases, providers and repeats that it began with", async () => {
  const project = await servedProject(20, { delayMs: 15 });
  await interrupted(project, 4, "--concurrency 1 --repeat 2 --limit 12 --name first");
  await mlx(project.repo, "eval run served --limit 1");
  const resumed = await mlx(project.repo, "eval run --resume first --json");
  expect(resumed.code).toBe(0);
  expect(resumed.json["cases"]).toEqual({ total: 12, passed: 12, failed: 0, errored: 0 });
  const again = await mlx(project.repo, "eval run served --resume last~1 --json");
  expect(again.error.code).toBe("MLX_EVAL_FINISHED");
  const wrong = echoProject(1);
  expect((await mlx(wrong, "eval run echo --resume --json")).error.code).toBe("MLX_EVAL_NOT_FOUND");
});

test("it does not go on with another suite, other data or another prompt: the differences are named", async () => {
  const project = await servedProject(20, { delayMs: 15 });
  await interrupted(project, 3, "--concurrency 1");
  project.repo.write({ "evals/cases.jsonl": cases(21) });
  const { code, error } = await mlx(project.repo, "eval run served --resume --json");
  expect([code, error.code]).toEqual([2, "MLX_EVAL_CHANGED"]);
  expect(error.message).toContain("evals/cases.jsonl has changed");
  project.repo.write({ "evals/cases.jsonl": cases(20) });
  project.write("gpt-4o");
  const other = await mlx(project.repo, "eval run served --resume --json");
  expect(other.error.message).toContain("evals/served.eval.yaml has changed");
  project.write("gpt-4.1-mini");
  expect((await mlx(project.repo, "eval run served --resume")).code).toBe(0);
});

test("cases that brought no answer are asked again when an evaluation goes on", async () => {
  const project = await servedProject(30, { delayMs: 10, model: "fault-500-once" });
  await interrupted(project, 6, "--concurrency 1 --retries 0");
  const { code, json } = await mlx(project.repo, "eval run served --resume --json");
  expect(code).toBe(0);
  expect(json["cases"]).toEqual({ total: 30, passed: 30, failed: 0, errored: 0 });
});

test("a torn last line does not keep an evaluation from going on", async () => {
  const project = await servedProject(12, { delayMs: 15 });
  await interrupted(project, 3, "--concurrency 1");
  const [{ id }] = Object(await mlx(project.repo, "eval list --json")).json.evaluations;
  const path = project.repo.path(`.mlx/evals/${id}.jsonl`);
  appendFileSync(path, '{"id":"c9","index":9,"sta');
  expect((await mlx(project.repo, "eval run --resume")).code).toBe(0);
  expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(12);
});

test("a budget that is reached ends the evaluation; what was paid for is kept, and a higher one goes on", async () => {
  const prices = "models:\n  gpt-4.1-mini: {inputPrice: 1000, outputPrice: 1000, maxOutput: 50}\n";
  const project = await servedProject(12);
  project.repo.write({ "mlx.yaml": prices });
  const { code, json, stderr } = await mlx(
    project.repo,
    "eval run served --max-cost 0.1 --json --concurrency 1",
  );
  expect(code).toBe(1);
  expect(json).toMatchObject({ verdict: "failed", stopped: { kind: "budget" }, planned: 12 });
  expect(json["gates"]).toContainEqual(
    expect.objectContaining({ name: "budget", passed: false, threshold: 0.1 }),
  );
  expect(Number(json["spentUsd"])).toBeLessThanOrEqual(0.1);
  const asked = project.server.requests.length;
  expect(asked).toBeGreaterThan(1);
  expect(asked).toBeLessThan(12);
  expect(stderr).toContain("--resume");
  const [listed] = Object(await mlx(project.repo, "eval list --json")).json.evaluations;
  expect(listed).toMatchObject({ status: "stopped", verdict: "failed" });
  const more = await mlx(project.repo, "eval run served --resume --max-cost 50 --json");
  expect(more.json).toMatchObject({ verdict: "passed", cases: { total: 12, passed: 12 } });
  expect(project.server.requests).toHaveLength(12);
});

test("a model without a price is refused before the first call where there is a budget", async () => {
  const project = await servedProject(3, { model: "house-model" });
  const { code, error } = await mlx(project.repo, "eval run served --max-cost 5 --json");
  expect([code, error.code]).toEqual([2, "MLX_UNPRICED_MODEL"]);
  expect(error.message).toContain("house-model");
  expect(error.hint).toContain("models:");
  expect(project.server.requests).toHaveLength(0);
  expect((await mlx(project.repo, "eval list --json")).json["evaluations"]).toEqual([]);
  expect((await mlx(project.repo, "eval run served")).code).toBe(0);
});

test("an evaluation that another process runs cannot be taken from it", async () => {
  const project = await servedProject(20, { delayMs: 20 });
  const controller = new AbortController();
  const running = mlx(project.repo, "eval run served --concurrency 1", { signal: controller.signal });
  await until("it asks", () => project.server.requests.length >= 2);
  const { code, error } = await mlx(project.repo, "eval run served --resume --json");
  expect([code, error.code]).toEqual([2, "MLX_EVAL_RUNNING"]);
  const [listed] = Object(await mlx(project.repo, "eval list --json")).json.evaluations;
  expect(listed.status).toBe("running");
  controller.abort();
  await running;
});

test("two evaluations at once keep out of each other's way", async () => {
  const project = await servedProject(30, { delayMs: 2 });
  const both = await Promise.all([
    mlx(project.repo, "eval run served --json"),
    mlx(project.repo, "eval run served --json"),
  ]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const ids = new Set(both.map(({ json }) => json["id"]));
  expect(ids.size).toBe(2);
  for (const id of ids) {
    const lines = project.repo.read(`.mlx/evals/${id}.jsonl`).trimEnd().split("\n");
    expect(lines).toHaveLength(30);
  }
});
