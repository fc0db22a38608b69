import { describe, expect, test } from "vitest";
import { servedProject } from "../support/evals/eval-project.js";
import {
  answers,
  baselineFile,
  projectWithBaseline,
  recordedProject,
  recordedSuite,
} from "../support/evals/recorded-project.js";
import { until } from "../support/live-mlx.js";
import { mlx } from "../support/mlx.js";

const run = "eval run echo --until-decided --json";

describe("against a pass rate", () => {
  test("stops once it is above or below, and says after how many of how many cases", async () => {
    const repo = recordedProject(500, (index) => index % 50 !== 0);
    const { code, json } = await mlx(repo, `${run} --target 80%`);
    expect(code).toBe(0);
    const sequential = Object(json["sequential"]);
    expect(sequential).toMatchObject({ decided: true, verdict: "above", of: 500, target: 0.8 });
    expect(sequential.cases).toBeLessThan(250);
    expect(sequential.interval[0]).toBeGreaterThanOrEqual(0.8);
    expect(Object(json["cases"]).total).toBeLessThan(300);
    expect(json["stopped"]).toMatchObject({ kind: "decided" });
    expect(json["gates"]).toMatchObject([
      {
        ...{ name: "pass rate above 80%", passed: true, threshold: 0.8, interval: sequential.interval },
        reason: expect.stringMatching(/^decided after \d+ of 500 cases: above 80%, /),
      },
      { name: "errors", passed: true },
    ]);
    const again = await mlx(repo, `${run} --target 80%`);
    expect(again.json["sequential"]).toEqual(json["sequential"]);
    const listed = await mlx(repo, "eval list --json");
    expect(Object(listed.json)["evaluations"][0]).toMatchObject({ status: "finished", verdict: "passed" });
    repo.write({ "evals/answers.jsonl": answers(500, (index) => index % 2 === 0) });
    const below = await mlx(repo, "eval run echo --until-decided --target 80%");
    expect(below.code).toBe(1);
    expect(below.stdout).toMatch(/✗ pass rate above 80%: decided after \d+ of 500 cases: below 80%, /);
    expect(below.stderr).not.toContain("--resume");
  });

  test("takes the suite's own gate, and is inconclusive where the cases run out", async () => {
    const repo = recordedProject(60, (index) => index % 10 !== 0);
    repo.write({
      "evals/echo.eval.yaml": `${recordedSuite}gates:\n  - {metric: passRate, min: 89%, name: good}\n`,
    });
    const { code, json } = await mlx(repo, run);
    expect(code).toBe(5);
    expect(json["sequential"]).toMatchObject({
      decided: false,
      verdict: null,
      cases: 60,
      of: 60,
      target: 0.89,
    });
    expect(json["gates"]).toMatchObject([{ name: "good", inconclusive: true }, { name: "errors" }]);
    const few = await mlx(repo, `${run} --max-cases 25`);
    expect(few.code).toBe(5);
    expect(few.json).toMatchObject({ cases: { total: 25 }, planned: 25, sequential: { cases: 25, of: 60 } });
  });
});

describe("against the baseline", () => {
  test("finds a regression after a part of the cases, by a test that may be looked at", async () => {
    const repo = await projectWithBaseline(400);
    repo.write({ "evals/answers.jsonl": answers(400, (index) => index % 4 !== 0) });
    const { code, json } = await mlx(repo, run);
    expect(code).toBe(1);
    const { sequential, comparison } = Object(json);
    expect(sequential).toMatchObject({
      decided: true,
      verdict: "regressed",
      of: 400,
      baseline: baselineFile,
    });
    expect(sequential.cases).toBeLessThan(200);
    expect(comparison).toMatchObject({
      ...{ verdict: "regressed", test: "betting", interval: sequential.interval },
      metrics: [{ metric: "passRate", pValue: sequential.pValue }],
      ...{ slices: [], removed: [] },
    });
    expect(sequential.pValue).toBeLessThanOrEqual(0.05);
    const accepted = await mlx(repo, "eval baseline accept echo");
    expect([accepted.code, accepted.stderr]).toEqual([2, expect.stringContaining("--until-decided")]);
  });

  test("says that no change matters where nothing changes, if there are cases enough", async () => {
    const repo = await projectWithBaseline(300);
    repo.write({ "evals/echo.eval.yaml": `${recordedSuite}effect: 20%\n` });
    const { code, json } = await mlx(repo, run);
    expect([code, Object(json["sequential"]).verdict]).toEqual([0, "no_evidence"]);
    repo.write({ "evals/echo.eval.yaml": `${recordedSuite}effect: 1%\n` });
    const open = await mlx(repo, run);
    expect([open.code, Object(open.json["sequential"]).decided]).toEqual([5, false]);
  });
});

test("an interrupted one goes on in its order, and asks nothing twice", async () => {
  const project = await servedProject(60, { delayMs: 15 });
  const controller = new AbortController();
  const options = "--until-decided --target 50% --concurrency 2 --no-cache";
  const running = mlx(project.repo, `eval run served ${options} --json`, { signal: controller.signal });
  await until("it asks", () => project.server.requests.length >= 4);
  controller.abort();
  expect((await running).code).toBe(130);
  const asked = project.server.requests.length;
  const resumed = await mlx(project.repo, "eval run served --resume --concurrency 2 --no-cache --json");
  expect(resumed.code).toBe(0);
  const total = Object(resumed.json["cases"]).total;
  expect(project.server.requests).toHaveLength(total);
  expect(total).toBeGreaterThan(asked);
  expect(resumed.json["sequential"]).toMatchObject({ decided: true, verdict: "above", of: 60 });
  const whole = await mlx(project.repo, `eval run served ${options} --json`);
  expect(whole.json["sequential"]).toEqual(resumed.json["sequential"]);
});

test.each([
  ["--until-decided", "nothing says what --until-decided is to decide"],
  ["--until-decided --target 90% --shard 1/2", "--until-decided cannot be given with --shard"],
  ["--until-decided --target 100%", "--target takes a pass rate above 0% and below 100%"],
  ["--until-decided --target much", '--target takes a pass rate above 0% and below 100%, found "much"'],
  ["--until-decided --target 90% --max-cases 0", "--max-cases takes 1 or more"],
  [
    "--until-decided --target 90% --max-cases 1 --repeat 2",
    "--max-cases 1 is less than the 2 cases that belong together",
  ],
  ["--target 90% --max-cases 4", "--max-cases and --target without --until-decided"],
])("%s is refused before anything is asked", async (options, message) => {
  const { code, stderr } = await mlx(recordedProject(4), `eval run echo ${options}`);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
