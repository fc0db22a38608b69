import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MetricsIntake } from "../../../../src/app/runs/metrics-intake.js";
import { MlxError } from "../../../../src/core/errors.js";
import type { RunLedger } from "../../../../src/ledger/run-ledger.js";
import { tempFolder } from "../../../support/temp-folder.js";
import { begin, scratchLedger } from "../../ledger/scratch-ledger.js";

async function scene(wrap: (ledger: RunLedger) => RunLedger = (ledger) => ledger) {
  const file = join(tempFolder(), "metrics.jsonl");
  writeFileSync(file, "");
  const ledger = await scratchLedger();
  const id = begin(ledger);
  const warnings: string[] = [];
  const checkpoints: string[] = [];
  let time = 1000;
  const intake = () =>
    new MetricsIntake({
      ledger: wrap(ledger),
      id,
      file,
      now: () => time,
      warn: (message) => warnings.push(message),
      keepCheckpoint: async (path, step) =>
        void checkpoints.push(`${path} ${step} after ${ledger.spoolOffset(id)}`),
    });
  return {
    ...{ file, ledger, id, warnings, checkpoints, intake },
    write: (text: string) => appendFileSync(file, text),
    later: (ms: number) => {
      time += ms;
    },
    history: (key: string) =>
      ledger.history(id, key).map(({ value, step, timestamp }) => [value, step, timestamp]),
  };
}

test("a line is taken in once it has ended, and each line once, whoever goes on", async () => {
  const { intake, write, history } = await scene();
  const first = intake();
  write('{"key":"m","value":1}\n{"key":"m","val');
  await first.take();
  expect(history("m")).toEqual([[1, 0, 1000]]);
  write('ue":2}\n{"key":"m","value":3}');
  await intake().take();
  expect(history("m")).toHaveLength(2);
  await intake().take(true);
  await intake().take(true);
  expect(history("m")).toHaveLength(3);
});

test("lines that say the same in the same millisecond are measurements of their own", async () => {
  const { intake, write, history, later } = await scene();
  const one = intake();
  write('{"key":"m","value":1}\n'.repeat(3));
  await one.take();
  later(1);
  write('{"key":"m","value":1}\n{"key":"m","value":1,"timestamp":7.4}\n');
  await one.take();
  expect(history("m")).toEqual([7, 1000, 1001, 1002, 1003].map((timestamp) => [1, 0, timestamp]));
});

test("a line longer than a megabyte, and characters of several bytes, are understood", async () => {
  const { intake, write, ledger, id } = await scene();
  write(`{"tag":{"long":"${"é".repeat(1_200_000)}"}}\n{"key":"größe","value":1}\n`);
  await intake().take();
  expect(ledger.record(id)?.tags["long"]).toHaveLength(1_200_000);
  expect(ledger.history(id, "größe")).toHaveLength(1);
});

test("the first bad line is told with its number, in the whole file, and the rest goes on", async () => {
  const { intake, write, warnings, history } = await scene();
  write('{"key":"m","value":1}\n\n{"key":"m","value":2}\n');
  await intake().take();
  write('{"key":"m","value":3}\nbad\nworse\n{"key":"m","value":4}\n');
  await intake().take();
  expect(warnings).toEqual(["line 5 of the metrics file was passed over: it is not JSON"]);
  expect(history("m")).toHaveLength(4);
});

test.each([
  '{"key":"m","value":9,"timestamp":1e300}',
  '{"key":"","value":9}',
  '{"param":{"":"x"}}',
  '{"key":"m","value":9,"step":1e300}',
])("%s, which no ledger takes, keeps none of the lines after it out", async (line) => {
  const { intake, write, warnings, history } = await scene();
  write(`${line}\n{"key":"m","value":1}\n`);
  await intake().take(true);
  expect(history("m")).toEqual([[1, 0, 1000]]);
  expect(warnings).toEqual([expect.stringContaining("line 1 of the metrics file was passed over")]);
});

test("a parameter keeps its first value; the metrics beside a conflict are not lost", async () => {
  const { intake, write, warnings, ledger, id, history } = await scene();
  ledger.append(id, { params: { lr: "0.1" } }, 1);
  write('{"param":{"lr":0.2,"depth":3}}\n{"param":{"depth":4}}\n{"key":"m","value":1}\n{"tag":{"a":"b"}}\n');
  await intake().take();
  expect(ledger.record(id)).toMatchObject({ params: { lr: "0.1", depth: "3" }, tags: { a: "b" } });
  expect(history("m")).toHaveLength(1);
  expect(warnings).toEqual([expect.stringContaining("depth"), expect.stringContaining("lr")]);
});

test("what stands before a checkpoint, an earlier one too, is in the ledger before its files are copied", async () => {
  const { intake, write, checkpoints, history } = await scene();
  const before = '{"key":"m","value":1}\n';
  const checkpoint = '{"checkpoint":"a.bin","step":2,"metrics":{"m":5}}\n';
  write(`${before}${checkpoint}{"checkpoint":"b.bin","step":3}\n${before}`);
  await intake().take();
  expect(checkpoints).toEqual([
    `a.bin 2 after ${before.length}`,
    `b.bin 3 after ${before.length + checkpoint.length}`,
  ]);
  expect(history("m")).toEqual([
    [1, 0, 1000],
    [1, 0, 1001],
    [5, 2, 1000],
  ]);
});

test("a ledger that fails loses nothing: the next call takes the same lines in", async () => {
  let failures = 1;
  const { intake, write, history } = await scene((ledger) => ({
    ...ledger,
    append: (...args) => {
      if (failures-- > 0) throw new MlxError("MLX_LEDGER_UNUSABLE", "the disk is full");
      ledger.append(...args);
    },
  }));
  const one = intake();
  write('{"key":"m","value":1}\n');
  await expect(one.take()).rejects.toThrow("the disk is full");
  await one.take();
  expect(history("m")).toHaveLength(1);
});

test("a file that was written anew is read from its beginning, and told", async () => {
  const { intake, file, warnings, history } = await scene();
  const one = intake();
  for (const value of [1, 2, 30]) {
    writeFileSync(file, `{"key":"m","value":${value}}\n`);
    await one.take();
  }
  writeFileSync(file, "{}\n");
  await intake().take();
  expect(history("m").map(([value]) => value)).toEqual([1, 2, 30]);
  expect(new Set(warnings)).toEqual(
    new Set([
      expect.stringContaining("the metrics file was written anew"),
      expect.stringContaining("it says nothing"),
    ]),
  );
});

test.each(["pipe", "folder"])(
  "a %s in the place of the file is told, and nobody waits for it",
  async (kind) => {
    const { intake, file, warnings } = await scene();
    rmSync(file);
    if (kind === "pipe") execFileSync("mkfifo", [file]);
    else mkdirSync(file);
    await intake().take(true);
    expect(warnings).toEqual([expect.stringContaining("was replaced by something else")]);
  },
);

test("a line without an end in sight is passed over, and those after it are not", async () => {
  const { intake, file, write, warnings, history } = await scene();
  truncateSync(file, 130 * 1024 * 1024);
  await intake().take();
  write('\n{"key":"m","value":1}\n');
  await intake().take();
  expect(history("m")).toHaveLength(1);
  expect(warnings[0]).toContain("it is longer than");
});
