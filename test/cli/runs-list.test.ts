import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { withLedger } from "../support/run-ledger.js";
import { firstStart, seedRuns } from "../support/seeded-runs.js";

async function withRuns(): Promise<TestRepo> {
  const repo = gitRepo();
  await seedRuns(repo, [
    { name: "first", params: { lr: "0.1", model: "mlp" }, metrics: { loss: [3, 2] } },
    {
      name: "second",
      experiment: "tuning",
      status: "failed",
      exitCode: 3,
      params: { lr: "0.01", model: "mlp" },
      metrics: { loss: [3, 1] },
    },
    {
      name: "third",
      experiment: "tuning",
      params: { lr: "0.5", model: "mlp" },
      metrics: { loss: [Number.NaN] },
      tags: { team: "a" },
    },
  ]);
  return repo;
}

const names = async (repo: TestRepo, options = "") => {
  const { runs } = JSON.parse(await must(repo, `runs list --json ${options}`));
  return runs.map(({ name }: { name: string }) => name);
};

test("the table shows the latest runs first, with what tells them apart", async () => {
  const repo = await withRuns();
  const { code, stdout } = await mlx(repo, "runs list");
  expect(code).toBe(0);
  const [head, ...rows] = stdout.trim().split("\n");
  expect(head).toMatch(/^id +name +experiment +status +started +duration +loss +lr$/);
  expect(rows.map((row) => row.split(/ {2,}/).slice(1))).toEqual([
    ["third", "tuning", "finished", expect.any(String), "12 s", "NaN", "0.5"],
    ["second", "tuning", "failed (3)", expect.any(String), "12 s", "1", "0.01"],
    ["first", "Default", "finished", expect.any(String), "12 s", "2", "0.1"],
  ]);
});

test("the document has every run with its latest metrics, params, tags and code", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [
    {
      name: "a",
      metrics: { loss: [2, 1], bad: [Number.NaN] },
      params: { lr: "1" },
      tags: { team: "x" },
      git: { commit: "c".repeat(40), branch: "main", dirty: true },
    },
    { name: "b", status: "running", kind: "client" },
  ]);
  const { json } = await mlx(repo, "runs list --json");
  expect(json).toMatchObject({
    schemaVersion: 1,
    total: 2,
    runs: [
      {
        name: "b",
        status: "running",
        endTime: null,
        git: { commit: null, branch: null, dirty: false },
        params: {},
        metrics: {},
      },
      {
        name: "a",
        experiment: "Default",
        status: "finished",
        startTime: new Date(firstStart).toISOString(),
        endTime: new Date(firstStart + 12_000).toISOString(),
        params: { lr: "1" },
        metrics: { loss: 1, bad: "NaN" },
        tags: { team: "x" },
        git: { commit: "c".repeat(40), branch: "main", dirty: true },
      },
    ],
  });
  const lines = (await must(repo, "runs list --jsonl")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).name)).toEqual(["b", "a"]);
});

test("chooses by filter, experiment and status", async () => {
  const repo = await withRuns();
  expect(await names(repo, `--filter "metrics.loss < 2 AND params.model = 'mlp'"`)).toEqual(["second"]);
  expect(await names(repo, "--experiment tuning --status finished")).toEqual(["third"]);
  expect(await names(repo, "--experiment tuning --experiment Default --status failed,finished")).toHaveLength(
    3,
  );
  expect(await names(repo, `--filter "tags.team = 'a'"`)).toEqual(["third"]);
});

test("orders by metrics, parameters and attributes; runs without the value, and NaN, come last", async () => {
  const repo = await withRuns();
  expect(await names(repo, "--sort metrics.loss")).toEqual(["second", "first", "third"]);
  expect(await names(repo, "--sort metrics.loss:desc")).toEqual(["first", "second", "third"]);
  expect(await names(repo, "--sort name")).toEqual(["first", "second", "third"]);
  expect(await names(repo, '--order-by "params.lr DESC"')).toEqual(["third", "first", "second"]);
});

test("a bare key sorts where it can mean one thing alone; one that no run has is told", async () => {
  const repo = await withRuns();
  expect(await names(repo, "--sort loss")).toEqual(["second", "first", "third"]);
  expect(await names(repo, "--sort loss:DESC")).toEqual(["first", "second", "third"]);
  expect(await names(repo, "--sort lr")).toEqual(["second", "first", "third"]);
  const nobody = await mlx(repo, "runs list --sort metrics.nope");
  expect(nobody.stderr).toContain("none of the runs has metrics.nope to sort by");
  expect((await mlx(repo, "runs list --sort loss")).stderr).toBe("");
  await seedRuns(repo, [{ name: "both", params: { loss: "huber" }, metrics: { "val/acc": [1] } }]);
  const { code, error } = await mlx(repo, "runs list --sort loss --json");
  expect([code, error.code, error.hint]).toEqual([2, "MLX_USAGE", "write which: --sort metrics.loss"]);
  expect(error.message).toContain("metrics.loss, params.loss");
  expect((await names(repo, "--sort val/acc"))[0]).toBe("both");
});

test("a limit does not part a run from those made inside of it", async () => {
  const repo = gitRepo();
  const [command] = await seedRuns(repo, [{ name: "sweep" }]);
  if (command === undefined) throw new Error("not recorded");
  const trial = (name: string, minutes: number) =>
    ({ name, kind: "client", commandId: command, startTime: firstStart + minutes * 1000 }) as const;
  await seedRuns(repo, [trial("trial-1", 1), trial("trial-2", 2), trial("trial-3", 3)]);
  const { stdout, stderr } = await mlx(repo, "runs list --limit 2");
  const rows = stdout.trim().split("\n").slice(1);
  expect(rows.map((row) => row.split(/ {2,}/)[1])).toEqual(["sweep", "└ trial-2", "└ trial-3"]);
  expect(stderr).toContain("3 of 4 runs");
  expect(await names(repo, "--limit 2")).toEqual(["trial-3", "trial-2"]);
});

test("names and how runs ended have their room before metrics", async () => {
  const repo = gitRepo();
  const [id] = await seedRuns(repo, [
    { name: "resnet50-augmented-b", status: "running" },
    ...[1, 2].map((number) => ({
      name: `other-${number}`,
      metrics: Object.fromEntries(
        Array.from({ length: 9 }, (_, key) => [`metric_number_${key}`, [number + key + 0.123456]]),
      ),
    })),
  ]);
  await withLedger(
    repo,
    (ledger) => id && ledger.endRun(id, { status: "killed", endTime: firstStart + 5, signal: "SIGTERM" }),
  );
  const { stdout, stderr } = await mlx(repo, "runs list");
  expect(stdout).toContain("resnet50-augmented-b");
  expect(stdout).toContain("killed (SIGTERM)");
  expect(stderr).toContain("no room for metric_number_");
});

test("says how many more there are", async () => {
  const repo = await withRuns();
  const { stdout, stderr } = await mlx(repo, "runs list --limit 2");
  expect(stdout.trim().split("\n")).toHaveLength(3);
  expect(stderr).toContain("2 of 3 runs; --limit 0 shows all");
  expect((await mlx(repo, "runs list --limit 1 --json")).json).toMatchObject({
    total: 3,
    runs: [{ name: "third" }],
  });
});

test("shows the columns that are asked for", async () => {
  const repo = await withRuns();
  const out = await must(repo, "runs list --columns name,loss,params.lr,tags.team,status");
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ["name", "loss", "lr", "team", "status"],
    ["third", "NaN", "0.5", "a", "finished"],
    ["second", "1", "0.01", expect.stringContaining("failed")],
    ["first", "2", "0.1", expect.stringContaining("finished")],
  ]);
});

test("runs that a client made inside a command stand below it in the table, and are rows of their own in JSON", async () => {
  const repo = gitRepo();
  const [command] = await seedRuns(repo, [{ name: "train.py" }]);
  if (command === undefined) throw new Error("not recorded");
  await seedRuns(repo, [
    {
      name: "inner",
      kind: "client",
      commandId: command,
      startTime: firstStart + 1000,
      metrics: { loss: [1] },
    },
    { name: "later", startTime: firstStart + 60_000 },
  ]);
  const rows = (await must(repo, "runs list"))
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => row.split(/ {2,}/)[1]);
  expect(rows).toEqual(["later", "train.py", "└ inner"]);
  const { json } = await mlx(repo, "runs list --json");
  expect(json["runs"]).toMatchObject([
    { name: "later", commandId: null },
    { name: "inner", kind: "client", commandId: command },
    { name: "train.py" },
  ]);
});

test("deleted runs are hidden until they are asked for", async () => {
  const repo = gitRepo();
  const [a] = await seedRuns(repo, [{ name: "a" }, { name: "b" }]);
  await withLedger(repo, (ledger) => a && ledger.softDelete(a, firstStart + 99_000));
  expect(await names(repo)).toEqual(["b"]);
  expect(await names(repo, "--deleted")).toEqual(["a"]);
  expect(await names(repo, "--all")).toEqual(["b", "a"]);
  expect(await must(repo, "runs list --deleted")).toContain("finished, deleted");
});

test("an empty ledger says what to do next, and so does a filter that finds nothing", async () => {
  const repo = gitRepo();
  const empty = await mlx(repo, "runs list");
  expect([empty.code, empty.stdout]).toEqual([0, ""]);
  expect(empty.stderr).toContain("record one with mlx run -- COMMAND");
  expect((await mlx(repo, "runs list --json")).json).toMatchObject({ runs: [], total: 0 });
  await seedRuns(repo, [{ name: "a" }]);
  expect((await mlx(repo, "runs list --status failed")).stderr).toContain("none of the 1 runs matches");
});

test("what cannot be meant is an error with what probably was", async () => {
  const repo = await withRuns();
  const wrong = async (options: string) => {
    const { code, error } = await mlx(repo, `runs list --json ${options}`);
    return [code, error.code, error.hint];
  };
  expect(await wrong("--experiment tunning")).toEqual([
    2,
    "MLX_EXPERIMENT_NOT_FOUND",
    "did you mean tuning?",
  ]);
  expect(await wrong("--status done")).toEqual([2, "MLX_USAGE", expect.stringContaining("interrupted")]);
  expect(await wrong("--columns nmae")).toEqual([2, "MLX_UNKNOWN_COLUMN", "did you mean name?"]);
  expect(await wrong('--filter "metrics.loss <"')).toEqual([2, "MLX_INVALID_FILTER", null]);
  expect(await wrong("--sort losses")).toEqual([
    2,
    "MLX_INVALID_FILTER",
    expect.stringContaining("metrics.losses"),
  ]);
  expect((await wrong("--limit -1"))[0]).toBe(2);
});

test("no name can move the cursor, colour or break the table", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [
    { name: "\u001b[2Jcleared\nnext", experiment: "ex\u202eperiment", params: { "k\r": "1" }, tags: {} },
    { name: "b", params: { "k\r": "\u0007" } },
  ]);
  const out = await must(repo, "runs list");
  expect(out.trim().split("\n")).toHaveLength(3);
  expect(out).toContain("\\x1b[2Jcleared\\nnext");
  expect(out).toContain("\\x07");
  for (const character of ["\u001b", "\u202e", "\r", "\u0007"]) expect(out).not.toContain(character);
});
