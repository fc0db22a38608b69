import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { acquireLock } from "../../src/files/lock.js";
import { dataProject } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";

const worktree = ".mlx/lock";
const cache = ".mlx/cache/lock";

test.each([
  ["data add y", worktree, "exclusive"],
  ["data checkout --force", worktree, "exclusive"],
  ["data rm x", worktree, "exclusive"],
  ["data mv x z", worktree, "exclusive"],
  ["data pull", worktree, "exclusive"],
  ["data add y", cache, "exclusive"],
  ["data push", cache, "exclusive"],
  ["data fetch", cache, "exclusive"],
  ["data gc", cache, "exclusive"],
  ["data gc --apply", cache, "shared"],
] as const)("%s waits while another has %s (%s)", async (command, folder, mode) => {
  const { repo } = await dataProject({ x: "x" }, ["x"], { push: true });
  repo.write({ y: "y" });
  const lock = await acquireLock(repo.path(folder), { mode });
  let ended = false;
  const running = mlx(repo, command).finally(() => {
    ended = true;
  });
  while (!ended && readdirSync(repo.path(folder)).length < 2) await sleep(5);
  expect(ended).toBe(false);
  lock.release();
  expect((await running).code).toBe(0);
});
