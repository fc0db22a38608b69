import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { shellQuote } from "../../src/core/shell-quote.js";
import { LiveMlx } from "../support/live-mlx.js";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { onlyRun } from "../support/recorded-runs.js";
import { gitRepo } from "../support/repo.js";

test("an uncaught exception is a failed run with the exit code of Node", async () => {
  const repo = gitRepo();
  const { code, stderr } = await mlxBinary(repo, ["run", "--", "node", "-e", "throw new Error('no luck')"]);
  expect(code).toBe(1);
  expect(stderr).toContain("no luck");
  expect(stderr).toMatch(/run [0-9A-Z]{8} failed with exit code 1 in .* · mlx runs show/);
  expect(await onlyRun(repo)).toMatchObject({ status: "failed", exitCode: 1 });
});

test("exit(3) is a failed run, and mlx's exit code", async () => {
  const repo = gitRepo();
  expect((await mlxBinary(repo, ["run", "--", "sh", "-c", "exit 3"])).code).toBe(3);
  expect(await onlyRun(repo)).toMatchObject({ status: "failed", exitCode: 3 });
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s to mlx reaches the command; the run is killed and the exit code %i", async (signal, code) => {
  const repo = gitRepo();
  const live = new LiveMlx(repo, ["run", "--", "sh", "-c", "echo ready; exec sleep 60"]);
  await live.printed("ready");
  live.kill(signal);
  expect((await live.done).code).toBe(code);
  const run = await onlyRun(repo);
  expect(run).toMatchObject({ status: "killed", signal });
  expect(run.exitCode).toBeUndefined();
});

test("SIGKILL of the command is a killed run and exit code 137", async () => {
  const repo = gitRepo();
  const { code } = await mlxBinary(repo, ["run", "--", "sh", "-c", "kill -9 $$"]);
  expect(code).toBe(137);
  expect(await onlyRun(repo)).toMatchObject({ status: "killed", signal: "SIGKILL" });
});

test("a command that handles its signals decides: mlx waits for it and returns its code", async () => {
  const repo = gitRepo({
    "careful.mjs": `
      let count = 0;
      for (const name of ["SIGTERM", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGQUIT"]) {
        process.on(name, () => {
          console.log(name);
          if (++count === 6) setTimeout(() => process.exit(5), 100);
        });
      }
      setInterval(() => undefined, 1000);
      console.log("ready");
    `,
  });
  const live = new LiveMlx(repo, ["run", "--", "node", "careful.mjs"]);
  await live.printed("ready");
  for (const name of ["SIGTERM", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGQUIT"] as const) {
    live.kill(name);
    await live.printed(name);
  }
  live.kill("SIGTERM");
  const { code, stdout } = await live.done;
  expect(code).toBe(5);
  expect(stdout.toString()).toBe("ready\nSIGTERM\nSIGINT\nSIGUSR1\nSIGUSR2\nSIGQUIT\nSIGTERM\n");
  expect(await onlyRun(repo)).toMatchObject({ status: "failed", exitCode: 5 });
});

test("Ctrl-C at a terminal reaches the command once", async () => {
  const repo = gitRepo({
    "count.mjs": `
      let count = 0;
      process.on("SIGINT", () => { if (++count === 1) setTimeout(() => { console.log("interrupts: " + count); process.exit(0); }, 500); });
      setInterval(() => undefined, 1000);
      console.log("ready");
    `,
  });
  const mlx = [process.execPath, binaryPath, "run", "--", "node", "count.mjs"];
  // `script` gives it a terminal of its own.
  const args =
    process.platform === "darwin"
      ? ["-q", "/dev/null", ...mlx]
      : ["-q", "-e", "-c", `exec ${mlx.map(shellQuote).join(" ")}`, "/dev/null"];
  const terminal = spawn("script", args, { cwd: repo.root, env: repo.env, stdio: "pipe" });
  let seen = "";
  terminal.stdout.on("data", (chunk: Buffer) => {
    if (!seen.includes("ready") && chunk.includes("ready")) terminal.stdin.write("\x03");
    seen += chunk.toString();
  });
  const code = await new Promise((resolve) => terminal.on("close", resolve));
  expect(seen).toContain("interrupts: 1");
  expect(code).toBe(0);
  expect(await onlyRun(repo)).toMatchObject({ status: "finished" });
});
