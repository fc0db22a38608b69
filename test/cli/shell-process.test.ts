import { execFile, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { mlxVersion } from "../../src/core/version.js";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { gitRepo, plainFolder } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const exec = promisify(execFile);

test("the installed binary prints its version", async () => {
  expect(await mlxBinary(plainFolder(), "--version")).toMatchObject({
    code: 0,
    stdout: `${mlxVersion}\n`,
    stderr: "",
  });
});

test("an exit code reaches the shell", async () => {
  const { code, stderr } = await mlxBinary(plainFolder(), "status");
  expect(code).toBe(2);
  expect(stderr).toContain("hint: start one with: mlx init");
});

test("a reader that stops early is no error", async () => {
  const repo = gitRepo();
  const shell = `set -o pipefail; "$0" "$1" --help | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await exec("bash", ["-c", shell, process.execPath, binaryPath], {
    cwd: repo.root,
    env: repo.env,
  });
  expect(stdout.trim().split("\n").at(-1)).toBe("0");
  expect(stderr).toBe("");
});

test.skipIf(!existsSync("/dev/full"))("an answer that the disk had no room for is no success", async () => {
  const repo = gitRepo();
  const shell = `"$0" "$1" --version > /dev/full; echo $?; "$0" "$1" data ls > /dev/full; echo $?`;
  const { stdout } = await exec("bash", ["-c", shell, process.execPath, binaryPath], {
    cwd: repo.root,
    env: repo.env,
  });
  expect(stdout).toBe("3\n3\n");
});

test("a closed standard output ends the command quietly", async () => {
  const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: /srv/store}}\n" });
  const child = spawn(process.execPath, [binaryPath, "remote", "list"], { cwd: repo.root, env: repo.env });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code, stderr]).toEqual([0, ""]);
});

/** Starts a command that waits for a git which never answers, and signals it once it waits. */
async function interrupt(signals: readonly NodeJS.Signals[], gitScript = "exec sleep 600") {
  const repo = gitRepo();
  const bin = tempFolder();
  const marker = join(bin, "started");
  writeFileSync(join(bin, "git"), `#!/bin/sh\n: > "${marker}"\n${gitScript}\n`, { mode: 0o755 });
  const child = spawn(process.execPath, [binaryPath, "status"], {
    cwd: repo.root,
    env: { ...repo.env, PATH: `${bin}:${repo.env["PATH"]}` },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  while (!existsSync(marker)) await sleep(10);
  for (const signal of signals) {
    child.kill(signal);
    await Promise.race([ended, sleep(100)]);
  }
  return { code: await ended, output };
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends a command that waits, with exit %i and without a word", async (signal, expected) => {
  expect(await interrupt([signal])).toEqual({ code: expected, output: "" });
});

test("a second SIGINT ends a command at once that does not let go", async () => {
  const { code } = await interrupt(["SIGINT", "SIGINT"], "trap '' TERM; while :; do sleep 0.1; done");
  expect(code).toBe(130);
});

/** A preloaded module that does something as soon as mlx has set its handlers up. */
function onceStarted(statement: string): string {
  return `const timer = setInterval(() => {
    if (process.listenerCount("uncaughtException") === 0) return;
    clearInterval(timer);
    ${statement};
  }, 1);`;
}

test("what nobody caught is told as a bug, exit 70", async () => {
  const preload = join(tempFolder(), "crash.mjs");
  writeFileSync(preload, onceStarted('throw new TypeError("out of nowhere")'));
  const { code, stderr } = await mlxBinary(gitRepo(), "remote list", {
    nodeArguments: ["--import", preload],
  });
  expect(code).toBe(70);
  expect(stderr).toMatch(/^error: unexpected failure: out of nowhere\nhint: this is a bug in mlx/m);
});

test("warnings of Node do not reach the terminal", async () => {
  const { stderr } = await mlxBinary(gitRepo(), "remote list", {
    env: { NODE_OPTIONS: "--pending-deprecation" },
  });
  expect(stderr).not.toContain("Warning");
});
