import { rmSync } from "node:fs";
import { interleave, median, run } from "./measure.mjs";
import { startBare, startMlflow, startMlx } from "./tracking.mjs";

const perBatch = 1000;

/** Metrics through MLflow's interface: one at a time, and many at once. */
export async function metricsOverHttp(place, { quick }) {
  const singles = quick ? 200 : 2000;
  const points = quick ? 10_000 : 100_000;
  const starts = {
    mlx: () => startMlx(place, place.repository()),
    bare: () => startBare(),
    ...(place.has("mlflow") && { mlflow: () => startMlflow(place) }),
  };
  const figures = {};
  // One after the other: MLflow's server alone keeps several processes busy.
  for (const [name, start] of Object.entries(starts)) {
    const server = await start();
    try {
      const runId = name === "bare" ? "none" : await newRun(server.client, "bench");
      const few = name === "mlflow" ? Math.min(singles, 200) : singles;
      figures[name] = {
        one: await timeSingles(server.client, runId, few),
        bulk: await timeBulk(server.client, runId, points),
      };
    } finally {
      await server.stop();
    }
  }
  const { mlx, bare, mlflow } = figures;
  return [
    {
      what: "one metric through HTTP, median",
      unit: "s",
      mlx: mlx.one,
      floor: { what: "bare Node server in memory", value: bare.one },
      budget: { kind: "at-most", limit: 0.004 },
      peers: { MLflow: mlflow?.one },
    },
    {
      what: `${points.toLocaleString("en-US")} metrics through HTTP, ${perBatch} a request`,
      unit: "s",
      mlx: mlx.bulk,
      floor: { what: "bare Node server in memory", value: bare.bulk },
      budget: { kind: "at-most", limit: 1 },
      peers: { MLflow: mlflow?.bulk },
    },
  ];
}

/** `mlx runs list` and `mlx runs compare` in a ledger of many runs. */
export async function readRuns(place, { quick }) {
  const runs = quick ? 500 : 10_000;
  const repository = place.repository();
  const server = await startMlx(place, repository);
  const ids = [];
  for (let index = 0; index < runs; index++) ids.push(await newRun(server.client, "bench", metricsOf(index)));
  await server.stop();
  const inRepository = { cwd: repository, env: place.env };
  const time = (command) => async () => (await run(command, inRepository)).seconds;
  const compared = ids.slice(-100);
  const medians = await interleave(quick ? 3 : 9, {
    node: time([process.execPath, "-e", "0"]),
    list: time([...place.mlx, "runs", "list"]),
    sorted: time([
      ...place.mlx,
      "runs",
      "list",
      "--filter",
      "metrics.metric_7 > 0.5",
      "--sort",
      "metrics.metric_3",
    ]),
    compare: time([...place.mlx, "runs", "compare", ...compared]),
  });
  const floor = { what: "node -e 0", value: medians.node.seconds };
  const label = `${runs.toLocaleString("en-US")} runs of 100 metrics`;
  return [
    row(`runs list, ${label}`, medians.list.seconds, floor, 0.2),
    row(`runs list by a filter, sorted by a metric, ${label}`, medians.sorted.seconds, floor, 0.2),
    row(`runs compare of ${compared.length} runs of 100 metrics`, medians.compare.seconds, floor, 0.3),
  ];
}

/** What recording adds to a command that does nothing. */
export async function recordNothing(place, { quick }) {
  const repository = place.repository();
  const inRepository = { cwd: repository, env: place.env };
  await run(["git", "commit", "--quiet", "--allow-empty", "-m", "start"], inRepository);
  const medians = await interleave(quick ? 5 : 21, {
    bare: async () => (await run(["true"], inRepository)).seconds,
    mlx: async () => (await run([...place.mlx, "run", "--", "true"], inRepository)).seconds,
  });
  rmSync(repository, { recursive: true });
  return [
    {
      what: "mlx run -- true",
      unit: "s",
      mlx: medians.mlx.seconds,
      floor: { what: "true", value: medians.bare.seconds },
      budget: { kind: "above-floor", limit: 0.15 },
      peers: {},
    },
  ];
}

function row(what, mlx, floor, limit) {
  return { what, unit: "s", mlx, floor, budget: { kind: "at-most", limit }, peers: {} };
}

function metricsOf(index) {
  return Array.from({ length: 100 }, (_, number) => ({
    key: `metric_${number}`,
    value: ((index * 7919 + number * 104_729) % 10_007) / 10_007,
    timestamp: 1_700_000_000_000 + index,
    step: number,
  }));
}

async function newRun(client, name, metrics = []) {
  const started = Date.now();
  const { run: created } = await client.post("runs/create", {
    experiment_id: "0",
    start_time: started,
    run_name: name,
  });
  const run_id = created.info.run_id;
  if (metrics.length > 0) await client.post("runs/log-batch", { run_id, metrics });
  if (metrics.length > 0)
    await client.post("runs/update", { run_id, status: "FINISHED", end_time: Date.now() });
  return run_id;
}

/** Median seconds of one request with one metric. */
async function timeSingles(client, run_id, count) {
  const seconds = [];
  for (let step = 0; step < count; step++) {
    const started = process.hrtime.bigint();
    await client.post("runs/log-metric", {
      run_id,
      key: "loss",
      value: 1 / (step + 1),
      timestamp: Date.now(),
      step,
    });
    seconds.push(Number(process.hrtime.bigint() - started) / 1e9);
  }
  return median(seconds);
}

/** Seconds for all of `count` points. */
async function timeBulk(client, run_id, count) {
  const started = process.hrtime.bigint();
  for (let first = 0; first < count; first += perBatch) {
    const metrics = Array.from({ length: perBatch }, (_, index) => ({
      key: `bulk_${(first + index) % 10}`,
      value: Math.sin(first + index),
      timestamp: 1_700_000_000_000 + first + index,
      step: first + index,
    }));
    await client.post("runs/log-batch", { run_id, metrics });
  }
  return Number(process.hrtime.bigint() - started) / 1e9;
}
