import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { run } from "../../src/cli/main.js";
import { asSha256 } from "../../src/core/sha256.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { withLedger } from "../support/run-ledger.js";
import { firstStart, seedRuns } from "../support/seeded-runs.js";

const context = {
  mlxVersion: "1.0.0",
  command: { argv: ["python", "my train.py"], cwd: "src", inputs: [], outputs: [], metricsFiles: [] },
  code: {
    remote: "https://example.com/x.git",
    changes: ["train.py"],
    snapshot: {
      ref: "refs/mlx/runs/X",
      commit: "c".repeat(40),
      files: 1,
      bytes: 10,
      omitted: [{ path: "keys.env", reason: "secret", detail: "an AWS key" }],
    },
  },
  data: {
    pointers: [{ path: "data/a.csv", sha256: asSha256("a".repeat(64)), size: 1500 }],
    modified: ["data/a.csv"],
  },
  environment: {
    interpreter: { name: "python", version: "3.12", path: "/p", packages: { numpy: "2.0", torch: "2.9" } },
  },
  resources: { wallSeconds: 12, cpuSeconds: 20, peakMemoryBytes: 3e8 },
  warnings: ["the tracking address was overridden"],
} as const;

async function oneRun(): Promise<TestRepo> {
  const repo = gitRepo();
  await seedRuns(repo, [
    {
      name: "baseline",
      context,
      git: { commit: "d".repeat(40), branch: "main", dirty: true },
      params: { lr: "0.1" },
      tags: { team: "x", "mlflow.user": "ada" },
      metrics: { loss: [4, 1, 2], bad: [Number.NaN] },
      checkpoints: [{ step: 1, path: "checkpoints/1.pt" }],
    },
  ]);
  return repo;
}

test("shows everything that is known of a run", async () => {
  const repo = await oneRun();
  const { code, stdout } = await mlx(repo, "runs show baseline");
  expect(code).toBe(0);
  const shown = [
    "baseline\n",
    "finished after 12 s",
    "python 'my train.py' (in src)",
    "dddddddd* main",
    "lr  0.1",
    "team  x",
    "refs/mlx/runs/X (1 file, 10 B)",
    "left out of it: keys.env (an AWS key)",
    "aaaaaaaaaaaa  1.5 kB  modified",
    "python 3.12",
    "2 packages (--verbose lists them)",
    "wall time 12 s · CPU time 20 s · peak memory 300 MB",
    "step 1  checkpoints/1.pt",
    "the tracking address was overridden",
  ];
  for (const text of shown) expect(stdout).toContain(text);
  expect(stdout).toMatch(/loss +2 +2 +1 +4 +3 +█▁▃/);
  expect(stdout).toMatch(/bad +NaN +0 +1$/m);
  expect(stdout).not.toContain("mlflow.user");
  expect(stdout).not.toContain("numpy");
  expect(await must(repo, "runs show --verbose")).toMatch(/numpy +2\.0/);
});

test("the document has the histories when they are asked for", async () => {
  const repo = await oneRun();
  const { json } = await mlx(repo, "runs show last --json");
  expect(json).toMatchObject({
    run: {
      name: "baseline",
      metrics: { loss: 2, bad: "NaN" },
      metricDetails: [
        { key: "bad", latest: { value: "NaN", step: 0 }, min: null, max: null, points: 1 },
        {
          key: "loss",
          latest: { value: 2, step: 2, timestamp: firstStart + 2000 },
          min: 1,
          max: 4,
          points: 3,
        },
      ],
      context: { command: { argv: ["python", "my train.py"] } },
      checkpoints: [{ step: 1, path: "checkpoints/1.pt" }],
    },
  });
  expect(JSON.stringify(json)).not.toContain('"history"');
  const full = await mlx(repo, "runs show last --json --history");
  expect(full.json).toMatchObject({
    run: {
      metricDetails: [
        {},
        {
          history: [
            { step: 0, value: 4 },
            { step: 1, value: 1 },
            { step: 2, value: 2 },
          ],
        },
      ],
    },
  });
});

test("a metric's history comes as a chart with a table, as CSV, and as JSON", async () => {
  const repo = await oneRun();
  const { stdout } = await mlx(repo, "runs show baseline --metric loss");
  expect(stdout).toMatch(/4 │/);
  expect(stdout).toMatch(/step +time +value\n +0 +2026-01-05T12:00:00.000Z +4/);
  expect(await must(repo, "runs show baseline --metric loss --csv")).toBe(
    `step,timestamp,value\n0,${firstStart},4\n1,${firstStart + 1000},1\n2,${firstStart + 2000},2\n`,
  );
  expect(await must(repo, "runs show baseline --metric bad --csv")).toContain(`0,${firstStart},NaN`);
  expect((await mlx(repo, "runs show baseline --metric loss --json")).json).toMatchObject({
    key: "loss",
    points: [{ value: 4 }, {}, {}],
  });
  const { code, error } = await mlx(repo, "runs show baseline --metric los --json");
  expect([code, error.code, error.hint]).toEqual([2, "MLX_METRIC_NOT_FOUND", "did you mean loss?"]);
});

test("a command shows what the one client run inside of it logged, and names it", async () => {
  const repo = gitRepo();
  const [command] = await seedRuns(repo, [{ name: "train.py" }]);
  if (command === undefined) throw new Error("not recorded");
  const [client] = await seedRuns(repo, [
    { name: "inner", kind: "client", commandId: command, metrics: { loss: [3, 2] }, params: { lr: "1" } },
  ]);
  const { json } = await mlx(repo, `runs show ${command} --json`);
  expect(json).toMatchObject({
    run: {
      id: command,
      metrics: { loss: 2 },
      params: { lr: "1" },
      measuredBy: client,
      clientRuns: [{ id: client }],
    },
  });
  expect(await must(repo, "runs show train.py")).toContain(String(client));
});

test("--watch follows a run until it ends: a line for what is new, within a second", async () => {
  const repo = gitRepo();
  const [id] = await seedRuns(repo, [{ name: "live", status: "running", metrics: { loss: [3] } }]);
  if (id === undefined) throw new Error("not recorded");
  const watching = mlx(repo, "runs show live --watch");
  await sleep(1000);
  await withLedger(repo, (ledger) => {
    ledger.append(
      id,
      { metrics: [{ key: "loss", value: 2, step: 7, timestamp: firstStart + 7000 }] },
      firstStart,
    );
  });
  await sleep(1200);
  await withLedger(repo, (ledger) =>
    ledger.endRun(id, { status: "failed", endTime: firstStart + 20_000, exitCode: 2 }),
  );
  const { code, stdout } = await watching;
  expect([code, stdout]).toEqual([0, "step 0  loss=3\nstep 7  loss=2\nfailed (2) after 20 s\n"]);
});

test("--watch shows metrics before what may not fit the screen, and says what does not", async () => {
  const repo = gitRepo();
  const params = Object.fromEntries(Array.from({ length: 30 }, (_, key) => [`param${key}`, "1"]));
  await seedRuns(repo, [{ name: "wide", params, metrics: { loss: [3, 2] }, tags: { team: "a" } }]);
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true, rows: 24, columns: 80 });
  const [stdout, stderr, stdin] = [terminal(), terminal(), new PassThrough().end()];
  const [argv, cwd, env] = [["runs", "show", "--watch"], repo.root, { ...repo.env, TERM: "xterm", CI: "" }];
  expect(await run({ argv, env, cwd, stdout, stderr, stdin, selfCommand: [process.execPath] })).toBe(0);
  const [drawn = "", whole = ""] = stripVTControlCharacters(String(stdout.read())).split("\r").slice(1);
  const lines = drawn.trimEnd().split("\n");
  expect(lines).toHaveLength(23);
  expect(drawn).toMatch(/\nmetrics\n.*\n {2}loss +2 .*\n\nparams\n/);
  expect(lines.at(-1)).toMatch(/^… \d+ more lines once it has ended: params, tags$/);
  const left = Number(/\d+/.exec(lines.at(-1) ?? "")?.[0]);
  expect(whole.trimEnd().split("\n")).toHaveLength(22 + left);
  expect(whole).toContain("team");
});

test("a beginning of the short id that tables show names a run", async () => {
  const repo = gitRepo();
  const [id] = await seedRuns(repo, [{ name: "a", startTime: firstStart }]);
  const short = id?.slice(-8) ?? "";
  expect((await mlx(repo, `runs show ${short.slice(0, 7)} --json`)).json).toMatchObject({ run: { id } });
  expect((await mlx(repo, `runs show ${short.slice(0, 7).toLowerCase()} --json`)).code).toBe(0);
});

test("the last run is the latest of any kind that was not made inside another, as in mlx status", async () => {
  const repo = gitRepo();
  const [command] = await seedRuns(repo, [{ name: "train.py" }]);
  const [served] = await seedRuns(repo, [{ name: "served", kind: "client", startTime: firstStart + 1000 }]);
  if (command === undefined || served === undefined) throw new Error("not recorded");
  await seedRuns(repo, [
    { name: "inner", kind: "client", commandId: command, startTime: firstStart + 2000 },
    { name: "nested", kind: "client", tags: { "mlflow.parentRunId": served }, startTime: firstStart + 3000 },
  ]);
  expect((await mlx(repo, "runs show last --json")).json).toMatchObject({ run: { name: "served" } });
  expect((await mlx(repo, "runs show last~1 --json")).json).toMatchObject({ run: { name: "train.py" } });
  expect((await mlx(repo, "status --json")).json["runs"]).toMatchObject({ last: { name: "served" } });
});

test("--watch ends with 130 when the person presses Ctrl-C", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "live", status: "running" }]);
  const controller = new AbortController();
  const watching = mlx(repo, "runs show live --watch", { signal: controller.signal });
  await sleep(300);
  controller.abort();
  expect((await watching).code).toBe(130);
});

test("a run is meant by its id, an end of it, its name, or its place from the last", async () => {
  const repo = gitRepo();
  const ids = await seedRuns(repo, [{ name: "a" }, { name: "b" }, { name: "c" }]);
  const shown = async (text: string) => (await mlx(repo, ["runs", "show", text, "--json"])).json["run"];
  const [a, b, c] = ids;
  expect(await shown(String(a))).toMatchObject({ name: "a" });
  expect(await shown(String(b).slice(-8).toLowerCase())).toMatchObject({ name: "b" });
  expect(await shown(String(c).slice(0, 16))).toMatchObject({ name: "c" });
  expect(await shown("b")).toMatchObject({ name: "b" });
  expect(await shown("last")).toMatchObject({ name: "c" });
  expect(await shown("last~2")).toMatchObject({ name: "a" });
});

test("what means several runs, or none, is an error that helps", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "runs show --json")).error).toMatchObject({
    code: "MLX_RUN_NOT_FOUND",
    hint: "record one: mlx run -- COMMAND",
  });
  const [first, second] = await seedRuns(repo, [{ name: "same" }, { name: "same" }, { name: "other" }]);
  const twice = await mlx(repo, "runs show same --json");
  expect([twice.code, twice.error.code]).toEqual([2, "MLX_RUN_AMBIGUOUS"]);
  for (const id of [first, second]) expect(twice.error.message).toContain(String(id).slice(-8));
  const missing = await mlx(repo, "runs show othr --json");
  expect([missing.code, missing.error.code, missing.error.hint]).toEqual([
    2,
    "MLX_RUN_NOT_FOUND",
    "did you mean other?",
  ]);
  expect((await mlx(repo, "runs show last~9 --json")).error.message).toContain("holds 3 in all");
});

test("options that do not go together are refused", async () => {
  const repo = await oneRun();
  expect((await mlx(repo, "runs show --csv --json")).error.code).toBe("MLX_USAGE");
  expect((await mlx(repo, "runs show --watch --metric loss --json")).error.code).toBe("MLX_USAGE");
  const history = await mlx(repo, "runs show --history");
  expect([history.code, history.stdout]).toEqual([2, ""]);
  expect(history.stderr).toContain("add --json, or see one metric: --metric KEY");
});
