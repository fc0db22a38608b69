import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { binaryPath, mlx } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";
import { recordedRuns, recordRun, stateOf, training, trainingProject } from "../support/training.js";

/** Waits, once it is repeated, until it is killed: by then the file `waiting` is there. */
const waits = `${training}
import { existsSync as is, writeFileSync as write } from "node:fs";
const flag = process.env.HOME + "/repeat";
if (is(flag)) {
  write(process.env.HOME + "/waiting", "");
  setInterval(() => {}, 1000);
}
`;

async function prepared(): Promise<{ repo: TestRepo; id: string }> {
  const { repo } = await trainingProject({ "train.mjs": waits });
  const id = await recordRun(repo, "--output model.json -- node train.mjs");
  repo.at(repo.home).write({ repeat: "" });
  return { repo, id };
}

/** Starts a reproduction, and sends it a signal once its command waits. */
async function reproduceUntil(repo: TestRepo, id: string, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [binaryPath, "runs", "reproduce", id], {
    cwd: repo.root,
    env: repo.env,
    stdio: ["ignore", "ignore", "ignore"],
    detached: true,
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((settle) => {
    child.on("exit", (code, by) => settle({ code, signal: by }));
  });
  while (!existsSync(`${repo.home}/waiting`)) await sleep(20);
  const worktrees = repo.git("worktree", "list").split("\n").length;
  // As a terminal does: to the whole group. A kill -9 of everything leaves nothing that could clean up.
  process.kill(-(child.pid ?? 0), signal);
  return { worktrees, ...(await ended) };
}

test("Ctrl-C ends the command, removes the worktree, and exits 130", async () => {
  const { repo, id } = await prepared();
  const before = stateOf(repo);
  const { worktrees, code } = await reproduceUntil(repo, id, "SIGINT");
  expect({ worktrees, code }).toEqual({ worktrees: 2, code: 130 });
  expect(stateOf(repo)).toEqual(before);
  expect(readdirSync(repo.path(".mlx", "reproduce"))).toEqual([]);
});

test("what a killed reproduction left is cleared away by the next one, and its run is interrupted", async () => {
  const { repo, id } = await prepared();
  const before = stateOf(repo);
  const { signal } = await reproduceUntil(repo, id, "SIGKILL");
  expect(signal).toBe("SIGKILL");
  expect(stateOf(repo)).not.toEqual(before);
  repo.at(repo.home).remove("repeat");
  const { code, stdout } = await mlx(repo, ["runs", "reproduce", id]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("identical outputs") });
  expect(stateOf(repo)).toEqual(before);
  expect(readdirSync(repo.path(".mlx", "reproduce"))).toEqual([]);
  expect((await recordedRuns(repo)).map(({ status }) => status)).toEqual([
    "finished",
    "interrupted",
    "finished",
  ]);
});
