import { expect, test } from "vitest";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { historyOf, onlyRun, recordedRuns } from "../support/recorded-runs.js";
import { gitRepo } from "../support/repo.js";

const mlxCommand = `"${process.execPath}" "${binaryPath}"`;

test("eight processes appending 5,000 lines each to the metrics file: every line is a point", async () => {
  const repo = gitRepo({
    "writer.mjs": `
      import { appendFileSync } from "node:fs";
      const [, , name] = process.argv;
      for (let i = 0; i < 5000; i++) {
        const mine = { key: "m" + name, value: i, step: i };
        const shared = { key: "shared", value: i % 10 };
        appendFileSync(process.env.MLX_METRICS_FILE, JSON.stringify(i % 2 ? mine : shared) + "\\n");
      }
    `,
    "all.sh": "for n in 1 2 3 4 5 6 7 8; do node writer.mjs $n & done; wait\n",
  });
  const { code, stderr } = await mlxBinary(repo, "run -- sh all.sh");
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^run .* · 9 metrics · mlx runs show .*\n$/)]);
  const run = await onlyRun(repo);
  for (let name = 1; name <= 8; name++) expect(await historyOf(repo, run, `m${name}`)).toHaveLength(2500);
  expect(await historyOf(repo, run, "shared")).toHaveLength(20_000);
});

test("eight runs recorded at once in one ledger: each has all of its own", async () => {
  const repo = gitRepo({ "a.txt": "a" });
  repo.commit();
  const script = `for i in 1 2 3 4 5; do echo "{\\"key\\":\\"k\\",\\"value\\":$i,\\"step\\":$i}" >> "$MLX_METRICS_FILE"; done`;
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      mlxBinary(repo, ["run", "--name", `run-${number}`, "--param", `n=${number}`, "--", "sh", "-c", script]),
    ),
  );
  expect(results.map(({ code }) => code)).toEqual(Array(8).fill(0));
  const runs = await recordedRuns(repo);
  expect(runs.map(({ name }) => name).sort()).toEqual(Array.from({ length: 8 }, (_, n) => `run-${n}`));
  for (const run of runs) {
    expect(run).toMatchObject({ status: "finished", params: { n: run.name.slice(4) } });
    expect(await historyOf(repo, run, "k")).toHaveLength(5);
  }
});

test("the metrics file is there and empty at the start; its lines are in the ledger while the command runs", async () => {
  const repo = gitRepo({
    "live.sh": `
      test -f "$MLX_METRICS_FILE" && test ! -s "$MLX_METRICS_FILE" || exit 9
      echo '{"key":"loss","value":0.5}' >> "$MLX_METRICS_FILE"
      for i in $(seq 100); do
        ${mlxCommand} runs list --json | grep -q '"loss": 0.5' && exit 0
        sleep 0.1
      done
      exit 8
    `,
  });
  expect((await mlxBinary(repo, "run -- sh live.sh")).code).toBe(0);
});

test("lines of all kinds, a last one without its end, and one that is none of them", async () => {
  const repo = gitRepo({
    "log.mjs": `
      import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
      const log = (text) => appendFileSync(process.env.MLX_METRICS_FILE, text);
      log('{"param":{"lr":0.1}}\\n{"tag":{"team":"x"}}\\n{"param":{"lr":0.2}}\\nnot json\\nnor this\\n');
      log('{"key":"loss","value":NaN,"step":1}\\n{"key":"loss","value":"Infinity","step":2}\\n');
      for (const step of [1, 2]) {
        mkdirSync("work", { recursive: true });
        writeFileSync("work/model.bin", "state " + step);
        log(JSON.stringify({ checkpoint: "work/model.bin", step, metrics: { acc: step / 10 } }) + "\\n");
        await new Promise((later) => setTimeout(later, 1500));
      }
      log('{"checkpoint":"nowhere.bin","step":3}\\n{"key":"last","value":1}');
    `,
  });
  const { code, stderr } = await mlxBinary(repo, "run -- node log.mjs");
  expect(code).toBe(0);
  expect(stderr).toContain("line 4 of the metrics file was passed over: it is not JSON");
  expect(stderr).not.toContain("line 5");
  expect(stderr).toMatch(/warning: .*lr.*0\.1/);
  expect(stderr).toContain("checkpoint nowhere.bin of step 3");
  const run = await onlyRun(repo);
  expect(run).toMatchObject({
    params: { lr: "0.1" },
    tags: { team: "x" },
    metrics: { loss: { value: Infinity, step: 2 }, last: { value: 1 }, acc: { value: 0.2, step: 2 } },
    checkpoints: [
      { step: 1, path: "checkpoints/1/model.bin" },
      { step: 2, path: "checkpoints/2/model.bin" },
    ],
  });
  expect(run.artifacts.map(({ path, size }) => [path, size])).toEqual([
    ["checkpoints/1/model.bin", 7],
    ["checkpoints/2/model.bin", 7],
  ]);
  expect(new Set(run.artifacts.map(({ sha256 }) => sha256)).size).toBe(2);
  expect(run.context.warnings).toHaveLength(3);
});

test("runs log works inside a command from any folder, and prints nothing into its output", async () => {
  const repo = gitRepo({
    "log.sh": `
      mlx() { ${mlxCommand} "$@"; }
      cd /
      mlx runs log metric loss 0.5 --step 1 && mlx runs log metric loss=NaN acc=-inf --step 2 --timestamp 5 &&
      mlx runs log param lr 0.1 && mlx runs log tag team=x stage=warm &&
      cd "$MLX_RUN_ROOT" && mkdir -p sub/plots && echo a > sub/plots/a.txt && echo m > sub/m.bin && cd sub &&
      mlx runs log artifact plots --path figures && mlx runs log artifact m.bin --step 2 --metric best=0.9
    `,
  });
  const { code, stdout } = await mlxBinary(repo, "run -- sh log.sh");
  expect([code, stdout]).toEqual([0, ""]);
  const run = await onlyRun(repo);
  expect(run).toMatchObject({
    params: { lr: "0.1" },
    tags: { team: "x", stage: "warm" },
    metrics: {
      loss: { value: Number.NaN, step: 2, timestamp: 5 },
      acc: { value: -Infinity },
      best: { value: 0.9, step: 2 },
    },
    checkpoints: [{ step: 2, path: "checkpoints/2/m.bin" }],
  });
  expect(run.artifacts.map(({ path }) => path).sort()).toEqual([
    "checkpoints/2/m.bin",
    "figures/plots/a.txt",
  ]);
});
