import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { echoProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

test("evaluations are listed, the latest first, with verdict, pass rate and cost", async () => {
  const repo = echoProject(10, 5);
  repo.commit();
  await mlx(repo, "eval run echo");
  await mlx(repo, "eval run echo --filter c1 --name smoke");
  const { json } = await mlx(repo, "eval list --json");
  expect(json).toMatchObject({
    total: 2,
    evaluations: [
      { suite: "echo", name: "smoke", status: "finished", verdict: "passed", passRate: 1, costUsd: 0 },
      {
        suite: "echo",
        file: "evals/echo.eval.yaml",
        name: null,
        verdict: "failed",
        passRate: 0.8,
        cases: { total: 10, passed: 8, failed: 2, errored: 0 },
        git: { commit: repo.git("rev-parse", "HEAD"), dirty: false },
      },
    ],
  });
  const text = await mlx(repo, "eval list");
  expect(text.stdout).toMatch(/smoke.*passed.*100\.0%.*\$0\.00/);
  expect((await mlx(repo, "eval list --limit 1")).stderr).toContain("1 of 2 evaluations");
  const lines = (await mlx(repo, "eval list --jsonl")).stdout.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).name)).toEqual(["smoke", null]);
  expect((await mlx(repo, "eval list --suite nope --json")).json["total"]).toBe(0);
});

test("to list and show makes no ledger where there is none", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "eval list --json")).json).toMatchObject({ evaluations: [], total: 0 });
  expect(repo.exists(".mlx")).toBe(false);
  expect((await mlx(repo, "status")).stdout).toContain("run a suite: mlx eval run FILE");
});

test("one case shows the prompt, the output and each grader's reason", async () => {
  const repo = echoProject(4, 2);
  await mlx(repo, "eval run echo");
  const { code, stdout } = await mlx(repo, "eval show --case c2");
  expect(code).toBe(0);
  expect(stdout).toContain("say no c2");
  expect(stdout).toContain('does not contain "yes"');
  const { json } = await mlx(repo, "eval show last --case c2 --json");
  expect(json["cases"]).toMatchObject([
    {
      id: "c2",
      status: "failed",
      messages: [{ role: "user", content: "say no c2" }],
      grades: [{ score: 0 }],
    },
  ]);
});

test("all cases of a test are shown by its id, and the failed ones together", async () => {
  const repo = echoProject(4, 2);
  await mlx(repo, "eval run echo --repeat 3");
  const { json } = await mlx(repo, "eval show --case c0 --json");
  expect(json["cases"]).toMatchObject([{ id: "c0" }]);
  const all = await mlx(repo, "eval show --case c1#2 --json");
  expect(all.json["cases"]).toMatchObject([{ id: "c1#2", repeat: 1 }]);
  const failed = await mlx(repo, "eval show --failed");
  expect(failed.stdout.trimEnd().split("\n")).toHaveLength(6);
  await mlx(repo, "eval run echo --filter c1");
  expect((await mlx(repo, "eval show --failed")).stderr).toContain("no case failed");
});

test("an evaluation is found by id, end of id, name and suite; what is not there is told with what was meant", async () => {
  const repo = echoProject(3);
  const { json } = await mlx(repo, "eval run echo --name nightly --json");
  const id = String(json["id"]);
  for (const name of [id, id.slice(-8), id.slice(-8).toLowerCase(), "nightly", "echo", "last"]) {
    expect((await mlx(repo, `eval show ${name} --json`)).json["id"]).toBe(id);
  }
  const wrong = await mlx(repo, "eval show nighly --json");
  expect([wrong.code, wrong.error.code, wrong.error.hint]).toEqual([
    2,
    "MLX_EVAL_NOT_FOUND",
    "did you mean nightly?",
  ]);
  const far = await mlx(repo, "eval show last~5 --json");
  expect(far.error.message).toContain("the ledger holds 1");
  const no = await mlx(repo, "eval show --case c33 --json");
  expect([no.code, no.error.code]).toEqual([2, "MLX_EVAL_CASE_NOT_FOUND"]);
  rmSync(repo.path(`.mlx/evals/${id}.jsonl`));
  const gone = await mlx(repo, "eval show --case c1 --json");
  expect([gone.code, gone.error.code]).toEqual([3, "MLX_RESULTS_GONE"]);
});

test("status tells of the last evaluation of each suite", async () => {
  const repo = echoProject(10, 5);
  await mlx(repo, "eval run echo --limit 1");
  await mlx(repo, "eval run echo");
  expect((await mlx(repo, "status")).stdout).toMatch(/Evaluations {2}echo: failed, 80\.0% passed, just now/);
  expect((await mlx(repo, "status --json")).json["evaluations"]).toMatchObject([
    { suite: "echo", status: "finished", verdict: "failed", passRate: 0.8 },
  ]);
});

test("the names of suites are completed", async () => {
  const repo = echoProject(1, 0, { "promptfooconfig.yaml": "prompts: [a]\nproviders: [echo]\n" });
  const { stdout } = await mlx(repo, ["completion", "--complete", "--", "eval", "run", ""]);
  expect(stdout.split("\n")).toEqual(expect.arrayContaining(["files", "echo", "promptfooconfig.yaml"]));
});
