import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LiveMlx } from "../support/live-mlx.js";
import { mlxBinary } from "../support/mlx.js";
import { historyOf, onlyRun } from "../support/recorded-runs.js";
import { gitRepo } from "../support/repo.js";
import { mlxUnprivileged } from "../support/unprivileged.js";

test("a damaged ledger: exit 3 with advice, and the command is not started", async () => {
  const repo = gitRepo();
  mkdirSync(repo.path(".mlx"));
  writeFileSync(repo.path(".mlx/ledger.db"), "this is no database ".repeat(1000));
  const { code, error } = await mlxBinary(repo, ["run", "--json", "--", "sh", "-c", "touch started"]);
  expect([code, error.code, repo.exists("started")]).toEqual([3, "MLX_LEDGER_UNUSABLE", false]);
  expect(error.hint).toMatch(/^move .*ledger\.db away/);
});

test("a .mlx that may not be written to: an error, and the command is not started", () => {
  const repo = gitRepo();
  mkdirSync(repo.path(".mlx"));
  chmodSync(repo.path(".mlx"), 0o555);
  const { code, stderr } = mlxUnprivileged(repo, ["run", "--", "sh", "-c", "touch started"]);
  chmodSync(repo.path(".mlx"), 0o755);
  expect([3, 4]).toContain(code);
  expect(stderr).toMatch(/^error: /);
  expect(repo.exists("started")).toBe(false);
});

test("a ledger that becomes unusable while the command runs does not end it: a warning, and its exit code", async () => {
  const repo = gitRepo();
  const script = "echo ready; rm -rf .mlx/ledger.db* .mlx/runs; mkdir -p .mlx; sleep 0.3; echo over; exit 6";
  const live = new LiveMlx(repo, ["run", "--", "sh", "-c", script]);
  const { code, stdout } = await live.done;
  expect([code, stdout.toString()]).toEqual([6, "ready\nover\n"]);
});

test("a disk that fills up while the command runs does not end it; what it logged is taken in once there is room", async () => {
  const repo = gitRepo({
    "train.mjs": `
      import { appendFileSync, rmSync, writeFileSync } from "node:fs";
      const log = (value) => appendFileSync(process.env.MLX_METRICS_FILE, JSON.stringify({ key: "m", value }) + "\\n");
      const pause = (ms) => new Promise((later) => setTimeout(later, ms));
      for (let i = 0; i < 500; i++) log(i);
      await pause(1000);
      for (let i = 500; i < 20000; i++) log(i);
      try { writeFileSync(".mlx/filler", Buffer.alloc(8e6)); } catch {}
      console.log("full");
      await pause(1500);
      process.exit(6);
    `,
  });
  mkdirSync(repo.path(".mlx"));
  const mounted = mountTmpfs(repo.path(".mlx"));
  try {
    const { code, stdout, stderr } = await mlxBinary(repo, "run -- node train.mjs");
    expect([code, stdout]).toEqual([6, "full\n"]);
    if (mounted) expect(stderr).toMatch(/warning: .*(?:disk|space|full)/);
    execFileSync("rm", ["-f", repo.path(".mlx/filler")]);
    expect((await mlxBinary(repo, "runs list --json")).code).toBe(0);
    expect(await historyOf(repo, await onlyRun(repo), "m")).toHaveLength(20_000);
    expect((await onlyRun(repo)).status).not.toBe("running");
  } finally {
    if (mounted) execFileSync("umount", [repo.path(".mlx")]);
  }
});

/** A file system of 6 MB. False where the system does not let us. */
function mountTmpfs(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
