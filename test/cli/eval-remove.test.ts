import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { echoProject, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function listed(repo: TestRepo): Promise<string[]> {
  const { json } = await mlx(repo, "eval list --json --limit 0");
  return Object(json["evaluations"]).map(({ id }: { id: string }) => id);
}

const results = (repo: TestRepo) =>
  readdirSync(repo.path(".mlx/evals")).filter((name) => /\.jsonl$/.test(name));

test("evaluations that are named go with their results, and the others stay as they are", async () => {
  const repo = echoProject(3);
  for (const name of ["one", "two", "three"]) await mlx(repo, `eval run echo --name ${name}`);
  const [third, second, first] = await listed(repo);
  const dry = await mlx(repo, "eval rm one --dry-run --json");
  expect(dry.json).toMatchObject({ removed: [{ id: first, suite: "echo" }], dryRun: true });
  expect(await listed(repo)).toHaveLength(3);
  const { code, json } = await mlx(repo, `eval rm one ${String(third).slice(-8)} three --json`);
  expect(code).toBe(0);
  expect(json).toMatchObject({ removed: [{ id: first }, { id: third }], dryRun: false });
  expect(json["bytes"]).toBeGreaterThan(500);
  expect(await listed(repo)).toEqual([second]);
  expect(results(repo)).toEqual([`${second}.jsonl`]);
  expect((await mlx(repo, "eval show two --failed")).code).toBe(0);
  const gone = await mlx(repo, "eval show one --json");
  expect([gone.code, gone.error.code]).toEqual([2, "MLX_EVAL_NOT_FOUND"]);
});

test("by number and age all others go", async () => {
  const repo = echoProject(2);
  for (let run = 0; run < 4; run++) await mlx(repo, "eval run echo");
  const before = await listed(repo);
  expect((await mlx(repo, "eval rm --older-than 1 --keep 1")).stdout).toContain("removed 0 evaluations");
  expect((await mlx(repo, "eval rm --keep 1 --suite other")).stdout).toContain("removed 0 evaluations");
  const { stdout, stderr } = await mlx(repo, "eval rm --keep 3");
  expect(stdout).toContain("removed 1 evaluation, ");
  expect(stderr).toContain(String(before[3]).slice(-8));
  expect(await listed(repo)).toEqual(before.slice(0, 3));
  await mlx(repo, "eval rm --older-than 0");
  expect(await listed(repo)).toEqual([]);
  expect(results(repo)).toEqual([]);
});

test("results that are gone already keep no evaluation from being removed", async () => {
  const repo = echoProject(2);
  await mlx(repo, "eval run echo");
  for (const name of results(repo)) repo.remove(`.mlx/evals/${name}`);
  expect((await mlx(repo, "eval rm last")).stdout).toContain("removed 1 evaluation, 0 B");
  expect(await listed(repo)).toEqual([]);
});

test("an evaluation that is being run is not taken away", async () => {
  const project = await servedProject(40, { delayMs: 20 });
  const controller = new AbortController();
  const running = mlx(project.repo, "eval run served --concurrency 1", { signal: controller.signal });
  while (project.server.requests.length < 2) await new Promise((later) => setTimeout(later, 5));
  const named = await mlx(project.repo, "eval rm last --json");
  expect([named.code, named.error.code]).toEqual([2, "MLX_EVAL_RUNNING"]);
  expect((await mlx(project.repo, "eval rm --older-than 0 --json")).json).toMatchObject({ removed: [] });
  controller.abort();
  await running;
  expect((await mlx(project.repo, "eval rm last")).code).toBe(0);
  expect(results(project.repo)).toEqual([]);
});

test.each([
  ["eval rm", "nothing says which evaluations to remove"],
  ["eval rm last --keep 1", "evaluations are named, and options say which ones may go"],
  ["eval rm --suite echo", "nothing says which evaluations to remove"],
  ["eval rm nothing-of-that-name", "there is no evaluation"],
])("%s is refused", async (command, told) => {
  const { code, stderr } = await mlx(echoProject(1), command);
  expect(code).toBe(2);
  expect(stderr).toContain(told);
});

test("where nothing was ever evaluated, nothing is made", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "eval rm --keep 3 --json")).json).toMatchObject({ removed: [], bytes: 0 });
  expect(repo.exists(".mlx")).toBe(false);
});
