import { spawnSync } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { manyPrompts } from "../support/many-prompts.js";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tellLoads } from "../support/tell-loads.js";
import { tempFolder } from "../support/temp-folder.js";

let repo: TestRepo;
let place: string;

beforeAll(() => {
  repo = gitRepo(manyPrompts());
  place = tempFolder();
  const home = dirname(dirname(binaryPath));
  for (const part of ["bin", "dist", "package.json"]) {
    cpSync(join(home, part), join(place, part), { recursive: true });
  }
});

test("prompts that are many are linted by a second thread too", async () => {
  const { code, stderr } = await mlxBinary(repo, "prompt lint", { nodeArguments: ["--import", tellLoads] });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^loads \S+\/dist\/lint-worker\.js$/m);
});

test.each([
  ["is missing", undefined],
  ["does not load", "this is no program"],
  ["throws", "throw new Error('broken')"],
  ["ends at once", "process.exit(0)"],
  [
    "takes everything and ends",
    `import { parentPort } from "node:worker_threads";
    parentPort.once("message", ({ taken }) => { Atomics.add(new Int32Array(taken), 0, 200); process.exit(1); });`,
  ],
  [
    "takes everything until its memory is full",
    `import { parentPort } from "node:worker_threads";
    parentPort.once("message", ({ taken }) => {
      Atomics.add(new Int32Array(taken), 0, 200);
      throw Object.assign(new Error("Worker terminated due to reaching memory limit"), { code: "ERR_WORKER_OUT_OF_MEMORY" });
    });`,
  ],
])("nothing is lost where the second thread %s", async (_what, text) => {
  const whole = await mlxBinary(repo, "prompt lint --json");
  const worker = join(place, "dist", "lint-worker.js");
  if (text === undefined) rmSync(worker, { force: true });
  else writeFileSync(worker, text);
  const script = join(place, "bin", "mlx.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "prompt", "lint", "--json"], {
    cwd: repo.root,
    env: repo.env,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: whole.stdout, stderr: whole.stderr });
});
