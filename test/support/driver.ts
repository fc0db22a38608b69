import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { tempFolder } from "./temp-folder.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface DriverResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DriverOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  /** Passed to `kill-at.mjs`. */
  readonly killAt?: number;
  readonly fullFrom?: number;
  /** Counts steps into this file; needed for the two above. */
  readonly steps?: string;
  readonly onLine?: (line: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Bundles `test/support/cache-driver.ts` with its worker and returns a function that runs it in a process of its own. */
export async function cacheDriver(): Promise<
  (args: readonly string[], options?: DriverOptions) => Promise<DriverResult>
> {
  const folder = tempFolder("mlx-driver-");
  chmodSync(folder, 0o755);
  await build({
    absWorkingDir: root,
    entryPoints: { driver: "test/support/cache-driver.ts", worker: "src/app/worker.ts" },
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "error",
  });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  return (args, options = {}) => run(join(folder, "driver.js"), args, options);
}

function run(script: string, args: readonly string[], options: DriverOptions): Promise<DriverResult> {
  const preload = pathToFileURL(join(root, "test/support/kill-at.mjs")).href;
  const watched = options.steps === undefined ? [] : ["--import", preload];
  const env = {
    PATH: process.env["PATH"],
    ...(options.steps !== undefined && { MLX_TEST_STEPS: options.steps }),
    ...(options.killAt !== undefined && { MLX_TEST_KILL_AT: String(options.killAt) }),
    ...(options.fullFrom !== undefined && { MLX_TEST_FULL_FROM: String(options.fullFrom) }),
    ...options.env,
  };
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...watched, script, ...args], { env, ...identity });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      for (const line of chunk.toString().split("\n")) {
        if (line !== "") options.onLine?.(line, (signal) => child.kill(signal));
      }
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
