import { expect, test } from "vitest";
import { cases, echoProject, resultsIn, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";

/** What does not depend on when and where it was run. */
async function judged(repo: TestRepo, command: string): Promise<string> {
  const { json } = await mlx(repo, command);
  const { id: _id, results: _results, elapsedMs: _elapsed, ...rest } = json;
  const { stopped: _s, planned: _p, calls: _c, spentUsd: _u, ...summary } = rest;
  for (const key of ["missing", "missingCases", "unfinished"]) delete summary[key];
  return JSON.stringify(summary);
}

test("merged shards equal the evaluation that was not split, byte by byte, in whatever order they are named", async () => {
  const repo = echoProject(101, 7);
  const whole = await judged(repo, "eval run echo --json --output whole.jsonl");
  for (const index of [1, 2, 3]) {
    await mlx(repo, `eval run echo --shard ${index}/3 --output shard-${index}.jsonl`);
  }
  expect(await judged(repo, "eval merge last~2 last last~1 --json --output merged.jsonl")).toBe(whole);
  expect(repo.read("merged.jsonl")).toBe(repo.read("whole.jsonl"));
  const fromFiles = "eval merge shard-3.jsonl shard-1.jsonl shard-2.jsonl --suite echo --json";
  expect(await judged(repo, fromFiles)).toBe(whole);
  const listed = await mlx(repo, "eval show last --json");
  expect(listed.json).toMatchObject({ suite: "echo", status: "finished", planned: 101 });
});

test("the gates of the suite judge what was merged", async () => {
  const repo = echoProject(20, 4);
  const gated = `${repo.read("evals/echo.eval.yaml")}gates:\n  - {metric: passRate, min: 0.7}\n`;
  repo.write({ "evals/echo.eval.yaml": gated });
  for (const index of [1, 2]) await mlx(repo, `eval run echo --shard ${index}/2 --output s${index}.jsonl`);
  expect((await mlx(repo, "eval merge last last~1")).code).toBe(0);
  expect((await mlx(repo, "eval merge s1.jsonl s2.jsonl --suite echo")).code).toBe(0);
  expect((await mlx(repo, "eval merge s1.jsonl s2.jsonl")).code).toBe(1);
});

test("results of a case twice, of other data or of another suite cannot be merged", async () => {
  const repo = echoProject(10);
  await mlx(repo, "eval run echo --shard 1/2 --output a.jsonl");
  await mlx(repo, "eval run echo --output b.jsonl");
  const twice = await mlx(repo, "eval merge a.jsonl b.jsonl --json");
  expect([twice.code, twice.error.code]).toEqual([2, "MLX_EVAL_MERGE"]);
  expect(twice.error.message).toContain("the case c0 is in a.jsonl and in b.jsonl");
  repo.write({ "evals/cases.jsonl": cases(11) });
  await mlx(repo, "eval run echo --shard 2/2");
  const changed = await mlx(repo, "eval merge last last~2 --json");
  expect(changed.error.message).toContain("evals/cases.jsonl was not the same");
  repo.write({ "evals/other.eval.yaml": repo.read("evals/echo.eval.yaml") });
  await mlx(repo, "eval run other --shard 1/2");
  expect((await mlx(repo, "eval merge last last~1 --json")).error.message).toContain("one of other");
  repo.write({ "broken.jsonl": '{"not": "a result"}\n' });
  const broken = await mlx(repo, "eval merge broken.jsonl --json");
  expect([broken.code, broken.error.code]).toEqual([2, "MLX_RESULTS_UNREADABLE"]);
  expect((await mlx(repo, "eval merge nowhere.jsonl --json")).error.code).toBe("MLX_EVAL_NOT_FOUND");
});

test("shards that are missing are named", async () => {
  const repo = echoProject(9);
  await mlx(repo, "eval run echo --shard 1/3");
  await mlx(repo, "eval run echo --shard 3/3");
  const { json, stderr } = await mlx(repo, "eval merge last last~1 --json");
  expect(json["missing"]).toEqual(["2/3"]);
  expect(stderr).toContain("shards are missing: 2/3");
});

test("what was merged can be looked at case by case", async () => {
  const repo = echoProject(10, 5);
  for (const index of [1, 2]) await mlx(repo, `eval run echo --shard ${index}/2`);
  await mlx(repo, "eval merge last last~1 --name nightly --output all.jsonl");
  expect(resultsIn(repo, "all.jsonl")).toHaveLength(10);
  const failed = await mlx(repo, "eval show nightly --failed --json");
  expect(Object(failed.json["cases"]).map((one: object) => Reflect.get(one, "id"))).toEqual(["c0", "c5"]);
});

test("files of which a shard is missing are merged with a warning, and fail with --strict; whole ones are not warned of", async () => {
  const repo = echoProject(30);
  for (const index of [1, 2, 3]) await mlx(repo, `eval run echo --shard ${index}/3 --output ${index}.jsonl`);
  const part = await mlx(repo, "eval merge 3.jsonl 1.jsonl --suite echo --json");
  expect(part.code).toBe(0);
  expect(part.json).toMatchObject({ cases: { total: 20 }, missingCases: 10, missing: [], unfinished: [] });
  expect(part.stderr).toContain("10 cases before the last one have no result");
  expect((await mlx(repo, "eval merge 3.jsonl 1.jsonl --suite echo --strict")).code).toBe(1);
  const whole = await mlx(repo, "eval merge 3.jsonl 1.jsonl 2.jsonl --suite echo --strict");
  expect([whole.code, whole.stderr]).toEqual([0, ""]);
});

test("a shard that was interrupted is named, and fails with --strict", async () => {
  const project = await servedProject(20, { delayMs: 15 });
  const controller = new AbortController();
  const running = mlx(project.repo, "eval run served --shard 1/2 --concurrency 1", {
    signal: controller.signal,
  });
  while (project.server.requests.length < 3) await new Promise((later) => setTimeout(later, 5));
  controller.abort();
  expect((await running).code).toBe(130);
  await mlx(project.repo, "eval run served --shard 2/2");
  const merged = await mlx(project.repo, "eval merge last last~1 --strict --json");
  expect(merged.code).toBe(1);
  expect(merged.json["unfinished"]).toHaveLength(1);
  expect(merged.stderr).toContain("was not finished");
});
