import { expect, test } from "vitest";
import type { LoggedModel } from "../../src/runs/types.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { withLedger } from "../support/run-ledger.js";
import { firstStart, seedRuns } from "../support/seeded-runs.js";

async function ranking(): Promise<TestRepo> {
  const repo = gitRepo();
  await seedRuns(repo, [
    {
      name: "overfit",
      metrics: { val_loss: [3, 1, 9], margin: [1, 2] },
      checkpoints: [
        { step: 1, path: "ck/1.pt" },
        { step: 2, path: "ck/2.pt" },
      ],
    },
    {
      name: "steady",
      experiment: "tuning",
      metrics: { val_loss: [4, 3, 2], margin: [5] },
      checkpoints: [{ step: 0, path: "ck/0.pt" }],
    },
    { name: "broken", metrics: { val_loss: [Number.NaN, Number.NaN] } },
    { name: "silent" },
  ]);
  return repo;
}

test("each run's best step counts; the checkpoint of that step is named; NaN is last", async () => {
  const repo = await ranking();
  const { json } = await mlx(repo, "runs best --metric val_loss --json");
  expect(json).toMatchObject({
    metric: "val_loss",
    mode: "min",
    ranked: "runs",
    total: 3,
    best: [
      {
        rank: 1,
        tied: false,
        value: 1,
        step: 1,
        latest: { value: 9, step: 2 },
        artifact: "ck/1.pt",
        run: { name: "overfit" },
      },
      { rank: 2, value: 2, step: 2, artifact: null, run: { name: "steady" } },
      { rank: 3, value: "NaN", run: { name: "broken" } },
    ],
  });
  const { stdout, stderr } = await mlx(repo, "runs best --metric val_loss");
  expect(stdout).toMatch(
    /^# +run +name +val_loss +step +latest +status +checkpoint\n1 +\S+ +overfit +1 +1 +9 +finished +ck\/1\.pt\n/,
  );
  expect(stderr).toContain("lower is better");
});

test("ranks the checkpoints of all runs", async () => {
  const repo = await ranking();
  const { json } = await mlx(repo, "runs best --metric val_loss --checkpoints --json");
  expect(json).toMatchObject({
    ranked: "checkpoints",
    best: [
      { value: 1, step: 1, artifact: "ck/1.pt", run: { name: "overfit" } },
      { value: 4, step: 0, artifact: "ck/0.pt", run: { name: "steady" } },
      { value: 9, step: 2, artifact: "ck/2.pt", run: { name: "overfit" } },
    ],
  });
});

test("a model that MLflow gave its default step is not named as the checkpoint of step 0", async () => {
  const repo = gitRepo();
  const [id] = await seedRuns(repo, [{ name: "fit", metrics: { val_accuracy: [0.95, 0.8, 0.7, 0.9] } }]);
  if (id === undefined) throw new Error("not recorded");
  const model: LoggedModel = {
    id: `m-${"0".repeat(32)}`,
    runId: id,
    name: "model",
    status: "LOGGED_MODEL_READY",
    step: 0,
    createdAt: firstStart + 60_000,
    updatedAt: firstStart + 60_000,
    params: {},
    tags: {},
    // The client copies it there.
    metrics: [{ key: "val_accuracy", value: 0.95, step: 0, timestamp: firstStart }],
  };
  await withLedger(repo, (ledger) => ledger.saveModel(model));
  const best = async (options = "") => (await mlx(repo, `runs best -m val_accuracy --json ${options}`)).json;
  expect(await best()).toMatchObject({ best: [{ value: 0.95, step: 0, artifact: null }] });
  expect(await best("--checkpoints")).toMatchObject({ total: 0, best: [] });

  const own = { key: "val_accuracy", value: 0.9, step: 3, timestamp: firstStart + 3000 };
  await withLedger(repo, (ledger) => ledger.saveModel({ ...model, metrics: [...model.metrics, own] }));
  expect(await best()).toMatchObject({ best: [{ value: 0.95, step: 0, artifact: null }] });
  expect(await best("--checkpoints")).toMatchObject({
    best: [{ value: 0.9, step: 3, artifact: `models/${model.id}` }],
  });
});

test("a checkpoint's path is never cut", async () => {
  const repo = gitRepo();
  const path = `models/m-${"1".repeat(32)}/checkpoints/last.pt`;
  const name = "a-run-with-quite-a-long-name-of-its-own";
  await seedRuns(repo, [{ name, metrics: { val_loss: [1] }, checkpoints: [{ step: 0, path }] }]);
  expect(await must(repo, "runs best --metric val_loss")).toContain(path);
});

test("a metric whose name tells nothing needs --mode", async () => {
  const repo = await ranking();
  const { code, error } = await mlx(repo, "runs best --metric margin --json");
  expect([code, error.code, error.hint]).toEqual([
    2,
    "MLX_METRIC_DIRECTION",
    "say it: --mode max or --mode min",
  ]);
  const first = async (mode: string) =>
    (await mlx(repo, `runs best --metric margin --mode ${mode} --limit 1 --json`)).json["best"];
  expect(await first("max")).toMatchObject([{ value: 5, run: { name: "steady" } }]);
  expect(await first("min")).toMatchObject([{ value: 1, run: { name: "overfit" } }]);
});

test("ties are told", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [
    { name: "a", metrics: { acc: [1] } },
    { name: "b", metrics: { acc: [1] } },
    { name: "c", metrics: { acc: [0] } },
  ]);
  const { stdout, stderr } = await mlx(repo, "runs best --metric acc");
  expect(stdout.match(/^1=/gm)).toHaveLength(2);
  expect(stdout).toMatch(/^ ?3 /m);
  expect(stderr).toContain("2 runs tie for the best acc (higher is better)");
});

test("chooses among runs, and says what it leaves out", async () => {
  const repo = await ranking();
  expect((await mlx(repo, "runs best --metric val_loss --experiment tuning --json")).json).toMatchObject({
    total: 1,
  });
  expect(
    (await mlx(repo, "runs best --metric val_loss --filter \"run_name != 'overfit'\" --json")).json,
  ).toMatchObject({ best: [{ run: { name: "steady" } }, {}] });
  expect((await mlx(repo, "runs best --metric val_loss --limit 1")).stderr).toContain(
    "1 of 3; --limit 0 shows all",
  );
});

test("a metric that nobody logged is an error with what was probably meant", async () => {
  const repo = await ranking();
  const { code, error } = await mlx(repo, "runs best --metric val_los --json --mode min");
  expect([code, error.code, error.hint]).toEqual([2, "MLX_METRIC_NOT_FOUND", "did you mean val_loss?"]);
  expect((await mlx(gitRepo(), "runs best --metric loss --json")).error.hint).toBe("no metric was logged");
  await seedRuns(repo, [{ name: "x", metrics: { acc: [1] } }]);
  const none = await mlx(repo, "runs best --metric acc --checkpoints");
  expect([none.code, none.stdout]).toEqual([0, ""]);
  expect(none.stderr).toContain("no checkpoint has a value of acc");
  await must(repo, "runs best --metric acc --checkpoints --json");
});
