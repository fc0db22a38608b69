import { existsSync, readdirSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { LiveMlx, until } from "../support/live-mlx.js";
import { mlxBinary } from "../support/mlx.js";
import { historyOf, onlyRun, recordedRuns } from "../support/recorded-runs.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const training = {
  "train.mjs": `
    import { appendFileSync } from "node:fs";
    console.log("pid " + process.pid);
    process.on("SIGPIPE", () => undefined);
    for (let step = 0; ; step++) {
      appendFileSync(process.env.MLX_METRICS_FILE, JSON.stringify({ key: "loss", value: 1 / (step + 1), step }) + "\\n");
      appendFileSync("acknowledged", step + "\\n");
      if (step >= Number(process.argv[2])) break;
      await new Promise((later) => setTimeout(later, 2));
    }
    appendFileSync("over", "");
    if (process.argv[3] === "stay") setInterval(() => undefined, 1000);
  `,
};

function acknowledged(repo: TestRepo): number {
  return repo.exists("acknowledged") ? repo.read("acknowledged").split("\n").length - 1 : 0;
}

async function listed(repo: TestRepo): Promise<Record<string, unknown>[]> {
  const runs: unknown = (await mlxBinary(repo, "runs list --json")).json["runs"];
  if (!Array.isArray(runs)) throw new Error("runs list gave no runs");
  return runs;
}

test.each([1, 40, 150])(
  "kill -9 of mlx after %i acknowledged metrics: none is lost, none counted twice",
  async (count) => {
    const repo = gitRepo(training);
    const live = new LiveMlx(repo, ["run", "--", "node", "train.mjs", "300"]);
    await live.printed("pid");
    await until("metrics were written", () => acknowledged(repo) >= count);
    live.kill("SIGKILL");
    await live.done;
    expect(await listed(repo)).toMatchObject([{ status: "interrupted" }]);
    await until("the command has ended", () => repo.exists("over"));
    await until("it is gone", async () => {
      await listed(repo);
      return readdirSync(repo.path(".mlx/runs")).every((name) => name.length !== 26);
    });
    const points = await historyOf(repo, await onlyRun(repo), "loss");
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 301 }, (_, step) => step));
    expect((await mlxBinary(repo, "runs log last")).stdout).toMatch(/^pid \d+\n$/);
  },
);

test("while the command of a dead mlx lives, each command takes in what was added, and its output stays", async () => {
  const repo = gitRepo(training);
  const live = new LiveMlx(repo, ["run", "--", "node", "train.mjs", "50", "stay"]);
  await live.printed("pid");
  live.kill("SIGKILL");
  const { stdout } = await live.done;
  await until("it has written all", () => repo.exists("over"));
  const [run] = await listed(repo);
  expect(run).toMatchObject({ status: "interrupted", metrics: { loss: 1 / 51 } });
  expect(existsSync(repo.path(`.mlx/runs/${run?.["id"]}/output`))).toBe(true);
  expect((await mlxBinary(repo, "runs log last")).stdout).toBe(stdout.toString());
  const inside = { env: { MLX_RUN_ID: String(run?.["id"]), MLX_RUN_ROOT: repo.root } };
  expect((await mlxBinary(repo, "runs log metric late 1", inside)).code).toBe(0);
  process.kill(Number(stdout.toString().split(" ")[1]));
  await until("its folder is gone", async () => {
    await listed(repo);
    return !existsSync(repo.path(`.mlx/runs/${run?.["id"]}`));
  });
  expect(await onlyRun(repo)).toMatchObject({ status: "interrupted", metrics: { late: { value: 1 } } });
});

test("two commands that find an interrupted run at once take its metrics in once", async () => {
  const repo = gitRepo({
    "write.mjs": `
      import { appendFileSync } from "node:fs";
      const line = JSON.stringify({ key: "same", value: 1 }) + "\\n";
      process.kill(process.ppid, "SIGKILL");
      appendFileSync(process.env.MLX_METRICS_FILE, line.repeat(2000));
      appendFileSync("over", "");
    `,
  });
  await new LiveMlx(repo, ["run", "--", "node", "write.mjs"]).done;
  await until("it has written all", () => repo.exists("over"));
  await Promise.all([1, 2, 3, 4].map(() => listed(repo)));
  expect(await historyOf(repo, await onlyRun(repo), "same")).toHaveLength(2000);
});

test("kill -9 of mlx at any moment leaves a ledger that can be read, and no run that seems to run", async () => {
  const repo = gitRepo({ "a.txt": "a" });
  repo.commit();
  for (let wait = 20; wait <= 400; wait += 40) {
    const live = new LiveMlx(repo, ["run", "--", "sh", "-c", "sleep 0.1"]);
    setTimeout(() => live.kill("SIGKILL"), wait);
    await live.done;
  }
  await until("all commands have ended", async () => {
    const runs = await listed(repo);
    return runs.every(({ status }) => status !== "running");
  });
  const statuses = new Set((await recordedRuns(repo)).map(({ status }) => status));
  expect([...statuses].filter((status) => status !== "interrupted" && status !== "finished")).toEqual([]);
});

test("what an mlx left behind that died before it recorded anything goes away after an hour", async () => {
  const repo = gitRepo();
  await mlxBinary(repo, "run -- true");
  const [old, fresh] = ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAW"];
  repo.write({ [`.mlx/runs/${old}/metrics.jsonl`]: "", [`.mlx/runs/${fresh}/metrics.jsonl`]: "" });
  utimesSync(repo.path(`.mlx/runs/${old}/metrics.jsonl`), 1_700_000_000, 1_700_000_000);
  await listed(repo);
  expect(readdirSync(repo.path(".mlx/runs"))).toEqual([fresh]);
});
