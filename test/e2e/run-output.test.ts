import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { LiveMlx } from "../support/live-mlx.js";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { onlyRun } from "../support/recorded-runs.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

/** The kept output of the only run. */
async function keptLog(repo: TestRepo): Promise<Buffer> {
  const { log } = (await onlyRun(repo)).context;
  if (!log) throw new Error("no output was kept");
  const object = repo.path(`.mlx/cache/objects/sha256/${log.sha256.slice(0, 2)}/${log.sha256.slice(2)}`);
  return gunzipSync(readFileSync(object));
}

test("binary output passes byte for byte, to each stream its own, and is kept", async () => {
  const repo = gitRepo({
    "write.mjs": `
      const bytes = Buffer.alloc(300_000, 0).map((_, index) => (index * 7) % 256);
      process.stdout.write(bytes, () => process.stderr.write("\\x1b[31mred\\x1b[0m\\r\\n"));
    `,
  });
  const { code, stdout, stderr } = await new LiveMlx(repo, ["run", "-q", "--", "node", "write.mjs"]).done;
  const bytes = Buffer.alloc(300_000, 0).map((_, index) => (index * 7) % 256);
  expect([code, stdout.equals(bytes), stderr]).toEqual([0, true, "\u001b[31mred\u001b[0m\r\n"]);
  const log = await keptLog(repo);
  expect(log.length).toBe(bytes.length + stderr.length);
  expect(log.subarray(0, bytes.length).equals(bytes)).toBe(true);
});

test("large output to both streams at once arrives whole and in order", async () => {
  const repo = gitRepo({
    "write.mjs": `
      for (let i = 0; i < 20_000; i++) {
        process.stdout.write("out " + i + " ".repeat(i % 90) + "\\n");
        process.stderr.write("err " + i + "\\n");
      }
    `,
  });
  const { code, stdout, stderr } = await new LiveMlx(repo, ["run", "-q", "--", "node", "write.mjs"]).done;
  const lines = (name: string) => Array.from({ length: 20_000 }, (_, i) => `${name} ${i}`);
  expect(code).toBe(0);
  expect(
    stdout
      .toString()
      .split("\n")
      .map((line) => line.trimEnd())
      .slice(0, -1),
  ).toEqual(lines("out"));
  expect(stderr.split("\n").slice(0, -1)).toEqual(lines("err"));
  expect((await keptLog(repo)).length).toBe(stdout.length + stderr.length);
});

test("a shell script may write to /dev/stdout and /dev/stderr", async () => {
  const repo = gitRepo({ "say.sh": "echo out >/dev/stdout; echo err >/dev/stderr\n" });
  const { code, stdout, stderr } = await mlxBinary(repo, "run -q -- sh say.sh");
  expect([code, stdout, stderr]).toEqual([0, "out\n", "err\n"]);
});

test("standard input reaches the command", async () => {
  const { stdout } = await mlxBinary(gitRepo(), "run -q -- cat", { stdin: "from outside" });
  expect(stdout).toBe("from outside");
});

test("of output beyond runs.logLimit the middle is left out of the log, never of what is passed on", async () => {
  const repo = gitRepo({ "mlx.yaml": "runs:\n  logLimit: 20 kB\n" });
  const script = "let i=0; while (i < 20000) console.log('line ' + i++)";
  const { stdout } = await mlxBinary(repo, ["run", "--", "node", "-e", script]);
  expect(stdout.split("\n")).toHaveLength(20_001);
  const log = (await keptLog(repo)).toString();
  expect(log.length).toBeLessThan(20_200);
  expect(log.startsWith("line 0\nline 1\n")).toBe(true);
  expect(log).toMatch(/\[mlx: \d+ kB of the output were left out here\]/);
  expect(log.endsWith("line 19999\n")).toBe(true);
  expect((await onlyRun(repo)).context.log).toMatchObject({ written: stdout.length, truncated: true });
  expect((await mlxBinary(repo, "runs log last")).stdout).toBe(log);
});

test("a reader that stops early does not stop the command: its output is still kept", async () => {
  const repo = gitRepo();
  const script = "for (let i = 0; i < 50000; i++) console.log('line ' + i); process.exitCode = 7";
  const child = spawn(process.execPath, [binaryPath, "run", "--", "node", "-e", script], {
    cwd: repo.root,
    env: repo.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr.resume();
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect(code).toBe(7);
  expect((await onlyRun(repo)).status).toBe("failed");
  expect((await keptLog(repo)).toString().endsWith("line 49999\n")).toBe(true);
});

test("--no-log leaves the streams to the command and keeps nothing", async () => {
  const repo = gitRepo();
  const { stdout, stderr } = await mlxBinary(repo, [
    "run",
    "-q",
    "--no-log",
    "--",
    "sh",
    "-c",
    "echo out; echo err >&2",
  ]);
  expect([stdout, stderr]).toEqual(["out\n", "err\n"]);
  expect((await onlyRun(repo)).context.log).toBeUndefined();
});

test("what a command leaves running in the background does not hold mlx up", async () => {
  const repo = gitRepo();
  const { code, stdout } = await mlxBinary(repo, ["run", "--", "sh", "-c", "sleep 20 & echo started $!"]);
  process.kill(Number(stdout.split(" ")[1]));
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^started \d+\n$/)]);
});

test("under --json the command's output goes to stderr, and stdout is one document", async () => {
  const repo = gitRepo();
  const { code, json, stderr } = await mlxBinary(repo, [
    "run",
    "--json",
    "--name",
    "x",
    "--",
    "sh",
    "-c",
    "echo out; exit 4",
  ]);
  expect([code, stderr]).toEqual([4, "out\n"]);
  expect(json).toMatchObject({
    schemaVersion: 1,
    ...{ name: "x", experiment: "Default", status: "failed", exitCode: 4 },
    ...{ params: {}, metrics: {}, tags: {}, git: { commit: null, branch: "main", dirty: false } },
    resources: { wallSeconds: expect.any(Number) },
  });
  const silent = await mlxBinary(repo, ["run", "--json", "--no-log", "--", "sh", "-c", "echo out"]);
  expect([silent.stderr, silent.json["status"]]).toEqual(["out\n", "finished"]);
});

test("time, CPU time and the peak of memory of the command and its children are recorded", async () => {
  const repo = gitRepo({
    "work.mjs": `
      const bytes = Buffer.alloc(150e6, 1);
      const end = Date.now() + 700;
      while (Date.now() < end) bytes[Date.now() % bytes.length]++;
    `,
  });
  await mlxBinary(repo, ["run", "--", "sh", "-c", "node work.mjs; true"]);
  const { resources } = (await onlyRun(repo)).context;
  expect(resources?.wallSeconds).toBeGreaterThan(0.7);
  expect(resources?.peakMemoryBytes).toBeGreaterThan(150e6);
  expect(resources?.peakMemoryBytes).toBeLessThan(1e9);
  expect(resources?.cpuSeconds).toBeGreaterThan(0.1);
});

test("runs log --follow prints a run while it runs, to its last byte", async () => {
  const repo = gitRepo({ "slow.sh": "for i in 1 2 3 4 5 6; do echo line $i; sleep 0.3; done\n" });
  const live = new LiveMlx(repo, ["run", "--name", "slow", "--", "sh", "slow.sh"]);
  await live.printed("line 1");
  expect((await mlxBinary(repo, "runs log slow")).stdout).toMatch(/^line 1\n/);
  const followed = await mlxBinary(repo, "runs log slow --follow");
  const { stdout } = await live.done;
  expect([followed.code, followed.stdout]).toEqual([0, stdout.toString()]);
});
