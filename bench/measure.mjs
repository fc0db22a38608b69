// Running programs and measuring them.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const peakMemoryHook = fileURLToPath(new URL("programs/peak-memory.cjs", import.meta.url));

/**
 * Runs a program to its end.
 * @returns its wall time in seconds and its standard output. Throws if it fails.
 */
export function run(command, { cwd, env, input, exitCodes = [0] } = {}) {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(program, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (exitCodes.includes(code)) resolve({ seconds, stdout });
      else reject(new Error(`${command.join(" ")} ended with ${code}:\n${(stderr || stdout).slice(-2000)}`));
    });
  });
}

/** Runs a Node program and measures its peak resident memory too, in bytes, all threads together. */
export async function runMeasuringMemory([node, ...args], options, scratch) {
  const file = join(scratch, "peak");
  const env = { ...options.env, MLX_BENCH_PEAK_FILE: file };
  const { seconds, stdout } = await run([node, "--require", peakMemoryHook, ...args], { ...options, env });
  const peak = Number(readFileSync(file, "utf8")) * 1024;
  rmSync(file);
  return { seconds, stdout, peak };
}

/**
 * Runs every subject once a round, in an order that turns from round to round, so that what else the machine does falls
 * on all of them alike; then every peer once.
 * @param subjects name → async function that returns seconds, or an object of numbers.
 * @returns name → the median of each number.
 */
export async function interleave(rounds, subjects, peers = {}) {
  const names = Object.keys(subjects);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let position = 0; position < names.length; position++) {
      const name = names[(position + round) % names.length];
      results[name].push(asNumbers(await subjects[name](round)));
    }
  }
  for (const [name, measure] of Object.entries(peers)) results[name] = [asNumbers(await measure(rounds))];
  return Object.fromEntries(Object.entries(results).map(([name, all]) => [name, mediansOf(all)]));
}

function asNumbers(result) {
  return typeof result === "number" ? { seconds: result } : result;
}

function mediansOf(results) {
  const keys = Object.keys(results[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, median(results.map((result) => result[key]))]));
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
