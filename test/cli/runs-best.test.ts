import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { seedRuns } from "../support/seeded-runs.js";

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
