import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, plainFolder } from "../support/repo.js";

test("one screen shows the repository, its data, its remotes and its cache", async () => {
  const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: s3://bucket}}\ndefaultRemote: origin\n" });
  const { code, stdout, stderr } = await mlx(repo, "status");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`Repository   ${repo.root}\n             branch main, no commits yet\n`);
  expect(stdout).toContain("Data         nothing is tracked yet");
  expect(stdout).toContain("Remotes      origin  s3://bucket  default\n");
  expect(stdout).toContain("Cache        .mlx/cache (empty), files by reflink, else copy\n");
});

test("--json holds the same", async () => {
  const repo = gitRepo({ "mlx.yaml": "cache: {link: symlink}\n" });
  const commit = repo.commit();
  const { json } = await mlx(repo, "status --json");
  expect(json).toMatchObject({
    schemaVersion: 1,
    repository: { root: repo.root, branch: "main", commit, detached: false, bare: false, shallow: false },
    data: { clean: true, tracked: 0, entries: [] },
    remotes: [],
    cache: { dir: repo.path(".mlx/cache"), shared: false, link: ["symlink"] },
  });
});

test("data that differs from its pointer is named", async () => {
  const repo = gitRepo({ "data.csv": "a,b\n" });
  expect((await mlx(repo, "data add data.csv")).code).toBe(0);
  repo.write({ "data.csv": "changed\n" });
  const { code, stdout } = await mlx(repo, "status");
  expect(code).toBe(0);
  expect(stdout).toContain("1 tracked path, 1 not clean");
  expect(stdout).toContain("data.csv: modified");
});

test("a detached HEAD, a shallow clone and a bare one are told", async () => {
  const repo = gitRepo({ "a.txt": "" });
  const commit = repo.commit();
  repo.commit("second");
  repo.git("checkout", "--quiet", commit);
  expect((await mlx(repo, "status")).stdout).toContain(`detached HEAD at ${commit.slice(0, 10)}`);
  const shallow = repo.clone("--depth=1");
  expect((await mlx(shallow, "status")).stdout).toContain("(shallow clone)");
  const bare = repo.clone("--bare");
  const { code, stdout } = await mlx(bare, "status");
  expect(code).toBe(0);
  expect(stdout).toContain("(bare)");
});

test("an invalid configuration does not keep the rest from being shown; it is told once, exit 2", async () => {
  const repo = gitRepo({ "mlx.yaml": "remots: {}\n" });
  const { code, stdout, stderr } = await mlx(repo, "status");
  expect(code).toBe(2);
  expect(stdout).toContain("branch main");
  expect(stderr.match(/did you mean remotes\?/g)).toHaveLength(1);
});

test("outside of a repository it exits 2", async () => {
  expect((await mlx(plainFolder(), "status --json")).error.code).toBe("MLX_NOT_A_REPOSITORY");
});

test("runs are counted by how they ended, and the last one is named; to look makes no ledger", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "status")).stdout).toContain(
    "Runs         none yet; record one: mlx run -- COMMAND\n",
  );
  expect(repo.exists(".mlx/ledger.db")).toBe(false);
  await mlx(repo, "run --name good -- true");
  await mlx(repo, "run --name bad -- false");
  const { stdout } = await mlx(repo, "status");
  expect(stdout).toMatch(
    /Runs {9}2 in all: 1 finished, 1 failed\n {13}last: [0-9A-Z]{8} bad, failed, just now\n/,
  );
  expect((await mlx(repo, "status --json")).json["runs"]).toMatchObject({
    total: 2,
    counts: { finished: 1, failed: 1 },
    last: { name: "bad", status: "failed" },
  });
});

test("schemas, monitors with the age of their baselines, and suites that were not run here have their lines", async () => {
  const repo = gitRepo({
    "schemas/b.schema.yaml": "columns: {a: {type: integer}}\n",
    "schemas/a.schema.yaml": "columns: {a: {type: integer}}\n",
    "evals/a.eval.yaml": "name: support\ntarget: {predictions: p.jsonl}\ngraders: [equals]\n",
    "drift/lone.drift.yaml": "columns: {a: {kind: numeric}}\n",
    "a.csv": `a\n${Array.from({ length: 60 }, (_, i) => (i * 7) % 40).join("\n")}\n`,
  });
  await mlx(repo, "drift baseline d --data a.csv");
  const before = await mlx(repo, "status");
  expect(before.stdout).toContain("Schemas      a, b\n");
  expect(before.stdout).toContain("Drift        d: not checked here; baseline of just now\n");
  expect(before.stdout).toContain("             lone: not checked here; no baseline\n");
  expect(before.stdout).toContain("Evaluations  support: not run here\n");
  await mlx(repo, "drift check d --data a.csv");
  expect((await mlx(repo, "status")).stdout).toMatch(/d: ok, just now; baseline of just now\n/);
  expect((await mlx(repo, "status --json")).json).toMatchObject({
    schemas: ["a", "b"],
    drift: [
      { monitor: "d", baseline: expect.stringMatching(/Z$/), last: { verdict: "ok", data: "a.csv" } },
      { monitor: "lone", baseline: null, last: null },
    ],
    evaluations: [{ suite: "support", id: null, verdict: null }],
  });
});

test("on a terminal what a model waits for goes on below, beside the titles; piped it is one line", async () => {
  const gates =
    "[{scan: ok}, {evaluation: golden}, {drift: shop}, {reproducibility: identical}, {approvals: 1}]";
  const repo = gitRepo({
    "w.json": "{}",
    "models/m/model.yaml": `gates:\n  staging: ${gates}\n  production: ${gates}\n`,
  });
  await mlx(repo, "model register m w.json -m First");
  const lines = (await mlx(repo, "status --no-color", { columns: 80 })).stdout.split("\n");
  expect(lines.filter((line) => line.length > 80 && !line.includes(repo.root))).toEqual([]);
  const first = lines.findIndex((line) => line.startsWith("Models "));
  const told = lines.slice(
    first,
    lines.findIndex((line) => line.startsWith("Evaluations ")),
  );
  expect(told.length).toBeGreaterThan(2);
  for (const line of told.slice(1)) expect(line).toMatch(/^ {15}\S/);
  const piped = (await mlx(repo, "status")).stdout.split("\n").filter((line) => line.startsWith("Models "));
  expect(piped).toEqual([[told[0], ...told.slice(1).map((line) => line.trim())].join(" ")]);
  expect(piped[0]).toContain("1 waits for production (evaluation, drift, reproducibility, approvals)");
});

test("a model is shown with its aliases, and with the gates that nothing speaks for yet", async () => {
  const repo = gitRepo({
    "models/m/model.yaml":
      "gates: {staging: [{scan: ok}], production: [{scan: ok}, {approvals: 1}, {drift: d}]}\n",
    "w.json": "{}",
  });
  expect((await mlx(repo, "status")).stdout).toContain("Models       m: no version yet\n");
  await mlx(repo, "model register m w.json -m First");
  expect((await mlx(repo, "status")).stdout).toContain(
    "m: 1 version; 1 waits for production (approvals, drift)\n",
  );
  await mlx(repo, "model promote m@1 --to staging");
  expect((await mlx(repo, "status --json")).json["models"]).toEqual([
    {
      ...{ name: "m", versions: 1, latest: "1", aliases: { staging: "1" }, problem: null },
      waiting: [{ alias: "production", gates: ["approvals", "drift"], unseen: [] }],
    },
  ]);
  repo.write({ "models/m/model.yaml": "gates: {production: [{approvals: 1}, {signed: true}]}\n" });
  expect((await mlx(repo, "status")).stdout).toContain(
    "1 waits for production (approvals; not looked at: signed)\n",
  );
  repo.write({ "models/m/model.yaml": "gate: {}\n" });
  const { code, stdout } = await mlx(repo, "status");
  expect([code, stdout]).toEqual([0, expect.stringContaining("staging 1; models/m/model.yaml is invalid\n")]);
});

test("of many things a few are shown and the rest counted; a project of usual size fits on a screen of 80 by 24", async () => {
  const prompts = Array.from({ length: 9 }, (_, i) => [`prompts/p${i}/prompt.md`, "user:\nHi\n"]);
  const suites = Array.from({ length: 9 }, (_, i) => [`evals/s${i}.eval.yaml`, "target: {exec: a}\n"]);
  const repo = gitRepo(Object.fromEntries([...prompts, ...suites]));
  const { stdout } = await mlx(repo, "status");
  expect(stdout).toContain("and 5 more: mlx prompt list\n");
  expect(stdout).toContain("and 5 more: mlx eval list\n");
  expect(stdout.split("\n").length).toBeLessThanOrEqual(24);
});
