import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MlxResult, mlxBinary } from "./mlx.js";
import type { TestRepo } from "./repo.js";

const preload = fileURLToPath(new URL("kill-at.mjs", import.meta.url));

export interface StepRun {
  readonly result: MlxResult;
  /** Changes of the file system that the process made or tried, that of its end included. */
  readonly steps: number;
}

/** Runs a command whose process dies at its `killAt`-th change of the file system, or finds the disk full from one on. */
export async function runFaulty(
  repo: TestRepo,
  command: string,
  fault: { readonly killAt?: number; readonly fullFrom?: number },
): Promise<StepRun> {
  const counter = join(repo.home, "steps");
  writeFileSync(counter, "");
  const result = await mlxBinary(repo, command, {
    env: {
      NODE_OPTIONS: `--import=${preload}`,
      MLX_TEST_STEPS: counter,
      MLX_TEST_KILL_AT: String(fault.killAt ?? 0),
      MLX_TEST_FULL_FROM: String(fault.fullFrom ?? 0),
    },
  });
  const steps = existsSync(counter) ? readFileSync(counter).byteLength : 0;
  return { result, steps };
}

/**
 * For each step that `command` takes in a fresh scene: kills it there, checks, and goes on to the next one until it
 * finishes unharmed.
 * @returns how many times it was killed.
 */
export async function killAtEveryStep<Scene>(
  scene: () => Promise<{ readonly repo: TestRepo } & Scene>,
  command: string,
  check: (scene: { readonly repo: TestRepo } & Scene, step: number) => Promise<void>,
): Promise<number> {
  for (let step = 1; step < 2000; step++) {
    const current = await scene();
    const { steps } = await runFaulty(current.repo, command, { killAt: step });
    await check(current, step);
    if (steps < step) return step - 1;
  }
  throw new Error(`${command} takes more steps than this test allows`);
}
