import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { firstStart, type RunSpec, seedRuns } from "../support/seeded-runs.js";

const python = (version: string, packages: Record<string, string>) => ({
  environment: { interpreter: { name: "python", version, path: "/p", packages } },
});

async function pair(): Promise<TestRepo> {
  const repo = gitRepo({ "train.py": "a\n", "same.txt": "same" });
  const before = repo.commit("one");
  repo.write({ "train.py": "b\nc\n" });
  const after = repo.commit("two");
  await seedRuns(repo, [
    {
      name: "base",
      git: { commit: before, branch: "main", dirty: false },
      params: { lr: "0.1", model: "mlp" },
      metrics: { val_loss: [3, 2, 0.5], margin: [1] },
      context: python("3.11", { numpy: "1.0", scipy: "1.0" }),
    },
    {
      name: "next",
      git: { commit: after, branch: "main", dirty: false },
      params: { lr: "0.01", model: "mlp" },
      metrics: { val_loss: [3, 1, 0.4], margin: [2] },
      context: python("3.12", { numpy: "2.0", scipy: "1.0" }),
    },
  ]);
  return repo;
}

test("shows what differs, and leaves out what does not", async () => {
  const repo = await pair();
  const { code, stdout } = await mlx(repo, "runs compare base next");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^name +base +next$/m);
  expect(stdout).toContain("params  1 of 2 differ");
  expect(stdout).toMatch(/^ {2}lr +0\.1 +0\.01$/m);
  expect(stdout).not.toMatch(/^ {2}model/m);
  expect(stdout).toMatch(/^ {2}val_loss ↓ +0\.5 +0\.4 {2}-0\.1 \(-20%\)$/m);
  expect(stdout).toMatch(/^ +█▅▁ +█▃▁$/m);
  expect(stdout).toMatch(/^ {2}margin +1 +2 {2}\+1 \(\+100%\)$/m);
  expect(stdout).toMatch(/^ {2}interpreter +python 3\.11 +python 3\.12$/m);
  expect(stdout).toMatch(/^ {2}numpy +1\.0 +2\.0$/m);
  expect(stdout).toMatch(/train\.py {2}\+2 -1$/m);
  expect(await must(repo, "runs compare base next --all")).toMatch(/^ {2}model +mlp +mlp$/m);
});

test("the document has all of it, against the first run named", async () => {
  const repo = await pair();
  const { json } = await mlx(repo, "runs compare next base --higher margin --json");
  expect(json).toMatchObject({
    runs: [{ name: "next" }, { name: "base", durationSeconds: 12 }],
    params: [
      { key: "lr", values: ["0.01", "0.1"], differs: true },
      { key: "model", differs: false },
    ],
    metrics: [
      {
        key: "val_loss",
        direction: "min",
        values: [0.4, 0.5],
        steps: [2, 2],
        deltas: [null, { relative: expect.closeTo(0.25), better: false }],
      },
      { key: "margin", direction: "max", deltas: [null, { absolute: -1, relative: -0.5, better: false }] },
    ],
    code: { changes: [{ paths: [{ path: "train.py", added: 1, removed: 2 }] }], leftOut: 0, unknown: [] },
    packages: [{ key: "numpy", values: ["2.0", "1.0"], differs: true }, { key: "scipy" }],
    html: null,
  });
});

test("a revision stands for the run at its commit: one with metrics, of an unchanged tree, the latest", async () => {
  const repo = gitRepo({ a: "1" });
  const one = repo.commit("one");
  repo.git("tag", "v1");
  repo.write({ a: "2" });
  const two = repo.commit("two");
  const at = (commit: string, dirty = false) => ({ git: { commit, branch: "main", dirty } });
  const measured: Partial<RunSpec> = { metrics: { loss: [1] } };
  await seedRuns(repo, [
    { name: "old", ...at(one), ...measured },
    { name: "clean", ...at(one), ...measured },
    { name: "dirty", ...at(one, true), ...measured },
    { name: "silent", ...at(one) },
    { name: "live", ...at(one), ...measured, status: "running" },
    { name: "newest", ...at(two), ...measured },
  ]);
  const { json } = await mlx(repo, "runs compare v1 main --json");
  expect(json).toMatchObject({
    runs: [
      { name: "clean", revision: "v1" },
      { name: "newest", revision: "main" },
    ],
  });
  expect((await mlx(repo, "runs compare v1 HEAD")).stderr).toMatch(/v1: run \S{8} clean/);
});

test("a revision stands for a command, not for a run that a client made inside of it", async () => {
  const repo = gitRepo({ a: "1" });
  const git = { commit: repo.commit("one"), branch: "main", dirty: false };
  const [command] = await seedRuns(repo, [{ name: "train.py", git }]);
  if (command === undefined) throw new Error("not recorded");
  const [client] = await seedRuns(repo, [
    { name: "outer", kind: "client", commandId: command, git, metrics: { loss: [1] } },
  ]);
  if (client === undefined) throw new Error("not recorded");
  const tags = { "mlflow.parentRunId": client };
  await seedRuns(repo, [
    { name: "trial", kind: "client", commandId: command, git, tags, metrics: { loss: [2] } },
    { name: "silent", git, startTime: firstStart + 3_600_000 },
  ]);
  const { json } = await mlx(repo, "runs compare HEAD silent --json");
  expect(json).toMatchObject({ runs: [{ name: "train.py", revision: "HEAD" }, { name: "silent" }] });
});

test("a revision without a run names the nearest commit that has one", async () => {
  const repo = gitRepo({ a: "1" });
  const one = repo.commit("one");
  for (const text of ["2", "3"]) {
    repo.write({ a: text });
    repo.commit(text);
  }
  await seedRuns(repo, [{ name: "a", git: { commit: one, dirty: false } }]);
  const { code, error } = await mlx(repo, "runs compare HEAD a --json");
  expect([code, error.code]).toEqual([2, "MLX_NO_RUN_AT_REVISION"]);
  expect(error.message).toContain(repo.git("rev-parse", "HEAD").slice(0, 8));
  expect(error.hint).toContain(`${one.slice(0, 8)}, 2 commits before it`);
  repo.git("checkout", "--quiet", "--orphan", "empty");
  repo.commit("apart");
  const apart = await mlx(repo, "runs compare HEAD a --json");
  expect(apart.error.hint).toContain("mlx run -- COMMAND");
  expect((await mlx(repo, "runs compare nothing a --json")).error.code).toBe("MLX_RUN_NOT_FOUND");
});

test("a run alone is compared with the one before it in its experiment, none at all means the last", async () => {
  const repo = gitRepo({ a: "1" });
  repo.commit();
  await seedRuns(repo, [
    { name: "a" },
    { name: "b", experiment: "x" },
    { name: "c" },
    { name: "d", experiment: "x" },
  ]);
  const compared = async (text: string) =>
    JSON.parse(await must(repo, `runs compare ${text} --json`)).runs.map(
      ({ name }: { name: string }) => name,
    );
  expect(await compared("")).toEqual(["b", "d"]);
  expect(await compared("c")).toEqual(["a", "c"]);
  expect((await mlx(repo, "runs compare a --json")).error.message).toContain("first run of its experiment");
  expect((await mlx(repo, "runs compare a a --json")).error.code).toBe("MLX_USAGE");
});

test("many runs have a row each, and what does not fit is told", async () => {
  const repo = gitRepo({ a: "1" });
  repo.commit();
  const specs = Array.from({ length: 9 }, (_, index) => ({
    name: `r${index}`,
    params: { lr: String(index) },
    metrics: { val_loss: [index + 1] },
  }));
  await seedRuns(repo, specs);
  const out = await must(repo, ["runs", "compare", ...specs.map(({ name }) => name)]);
  expect(out).toMatch(/^id +name +status +val_loss +lr$/m);
  expect(out).toMatch(/r3 +finished +4 \+300% +3$/m);
});

test("--metric compares that metric alone", async () => {
  const repo = await pair();
  const { json } = await mlx(repo, "runs compare base next --metric margin --json");
  expect(json["metrics"]).toMatchObject([{ key: "margin" }]);
  expect((await mlx(repo, "runs compare base next --metric margn --json")).error.hint).toBe(
    "did you mean margin?",
  );
});

test("uncommitted changes of which nothing was kept are pointed out", async () => {
  const repo = gitRepo({ a: "1" });
  const commit = repo.commit();
  const ids = await seedRuns(repo, [
    { name: "a", git: { commit, dirty: true } },
    { name: "b", git: { commit, dirty: false } },
  ]);
  expect(await must(repo, "runs compare a b")).toContain(
    `uncommitted changes were not kept of: ${String(ids[0]).slice(-8)}`,
  );
});

test("--html writes a page of its own that needs neither network nor scripts, whatever names hold", async () => {
  const repo = gitRepo({ a: "1" });
  repo.commit();
  const evil = `</title><script>alert("1")</script><img src=x onerror='a'>`;
  await seedRuns(repo, [
    { name: evil, params: { [evil]: evil }, metrics: { [evil]: [1, Number.NaN, 2], flat: [1, 1] } },
    {
      name: "b",
      params: { [evil]: "other" },
      metrics: { [evil]: [2, 1, 1], flat: [1, Number.POSITIVE_INFINITY] },
    },
  ]);
  const { code, stdout } = await mlx(repo, "runs compare last~1 last --html report.html");
  expect([code, stdout]).toEqual([0, "wrote report.html\n"]);
  const page = repo.read("report.html");
  expect(page).not.toMatch(/<(?:script|img|link|iframe|object)|https?:|@import|url\(/i);
  expect(page).toContain("&lt;/title&gt;&lt;script&gt;");
  expect(page.match(/<svg/g)).toHaveLength(2);
  expect(page.match(/<path class="curve"/g)?.length).toBeGreaterThanOrEqual(3);
  expect(page).toContain("1 value NaN or infinite, left as gaps");
  expect((await mlx(repo, "runs compare last~1 last --html again.html --json")).json["html"]).toBe(
    repo.path("again.html"),
  );
});

test("a page of a hundred runs with several long metrics stays below 1 MB", async () => {
  const repo = gitRepo({ a: "1" });
  repo.commit();
  const noise = (seed: number) =>
    Array.from({ length: 400 }, (_, step) => Math.sin(step * 12.9898 + seed * 78.233) * 1e4);
  const specs = Array.from(
    { length: 100 },
    (_, run): RunSpec => ({
      name: `a run with a long name ${run}`,
      params: Object.fromEntries(
        Array.from({ length: 60 }, (_, key) => [`a.parameter.${key}`, `value ${run} ${"x".repeat(300)}`]),
      ),
      metrics: Object.fromEntries(
        Array.from({ length: 8 }, (_, key) => [`metric_${key}`, noise(run * 8 + key)]),
      ),
    }),
  );
  const ids = await seedRuns(repo, specs);
  await must(repo, ["runs", "compare", ...ids, "--html", "report.html"]);
  expect(statSync(repo.path("report.html")).size).toBeLessThan(1_000_000);
  const page = repo.read("report.html");
  expect(page.match(/<path class="curve"/g)).toHaveLength(800);
  expect(page).toMatch(/drawn from the lowest and highest of each of up to \d+ pieces/);
  expect(page).toMatch(/more rows: mlx runs compare --json has all/);
});
