import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { openLedger } from "../../../src/ledger/open-ledger.js";
import { openRunLedger } from "../../../src/ledger/open-run-ledger.js";
import type { RunId } from "../../../src/runs/types.js";
import { bundle } from "../../support/bundle.js";
import { tempFolder } from "../../support/temp-folder.js";
import { oldLedger } from "./old-ledger.js";
import { begin, newId, scratchLedger } from "./scratch-ledger.js";

const driver = new URL("../../support/ledger-driver.ts", import.meta.url);

interface Outcome {
  readonly code: number | null;
  readonly stderr: string;
}

function start(script: string, args: readonly string[]): { child: ChildProcess; ended: Promise<Outcome> } {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, "close").then((): Outcome => ({ code: child.exitCode, stderr }));
  return { child, ended };
}

test("eight processes that log 5,000 metrics each lose none and are never turned away", async () => {
  const script = await bundle(driver);
  const path = join(tempFolder("mlx-eight-"), "ledger.db");
  const ledger = await scratchLedger(path);
  const id = begin(ledger);
  const keys = Array.from({ length: 8 }, (_, worker) => `worker${worker}`);
  const outcomes = await Promise.all(
    keys.map((key) => start(script, ["append", path, id, key, "5000"]).ended),
  );
  expect(outcomes).toEqual(keys.map(() => ({ code: 0, stderr: "" })));
  expect(keys.map((key) => ledger.history(id, key).length)).toEqual(keys.map(() => 5_000));
  expect(Object.values(ledger.record(id)?.metrics ?? {}).map(({ step }) => step)).toEqual(
    keys.map(() => 4_999),
  );
});

test.each(["a new", "an old"])("eight processes that open %s ledger at once all succeed", async (age) => {
  const script = await bundle(driver);
  for (let round = 0; round < 3; round++) {
    const path = join(tempFolder("mlx-open-"), "ledger.db");
    if (age === "an old") oldLedger(path);
    const args = ["open", path, newId()];
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => start(script, args).ended));
    expect(outcomes).toEqual(outcomes.map(() => ({ code: 0, stderr: "" })));
  }
});

test("a writer that is killed loses nothing that it had acknowledged", async () => {
  const script = await bundle(driver);
  const path = join(tempFolder("mlx-kill-"), "ledger.db");
  const ids: RunId[] = [];
  const acknowledged: number[] = [];
  for (const target of [1, 2, 7, 50, 400, 2_000]) {
    const ledger = await openRunLedger(path);
    const id = begin(ledger);
    ledger.close();
    const { child, ended } = start(script, ["acknowledge", path, id]);
    let told = 0;
    createInterface({ input: child.stdout ?? process.stdin }).on("line", (line) => {
      told = Number(line);
      if (told >= target) child.kill("SIGKILL");
    });
    await ended;
    ids.push(id);
    acknowledged.push(told);
  }
  const ledger = await scratchLedger(path);
  for (const [index, id] of ids.entries()) {
    const told = acknowledged[index] ?? 0;
    const stored = ledger.history(id, "loss").map(({ step }) => step);
    expect(told).toBeGreaterThan(0);
    expect(stored.length).toBeGreaterThanOrEqual(told);
    expect(stored).toEqual(stored.map((_, step) => step));
    expect(ledger.spoolOffset(id)).toBe(stored.length);
    expect(Object.keys(ledger.record(id)?.params ?? {})).toHaveLength(stored.length);
  }
});

test("a run whose process was killed is interrupted, and the client runs inside of it; others stay", async () => {
  const script = await bundle(driver);
  const path = join(tempFolder("mlx-owner-"), "ledger.db");
  const ledger = await scratchLedger(path);
  const id = newId();
  const { child, ended } = start(script, ["own", path, id]);
  await once(child.stdout ?? child, "data");
  const inside = begin(ledger, { kind: "client", commandId: id, startTime: 5_000 });
  const done = begin(ledger, { kind: "client", commandId: id });
  ledger.endRun(done, { status: "finished", endTime: 2_000 });
  const standing = begin(ledger, { kind: "client" });
  const mine = begin(ledger, { owned: true });
  ledger.heartbeat(id, 9_000);
  expect(ledger.markInterrupted(10_000)).toEqual([]);
  child.kill("SIGKILL");
  await ended;
  expect(ledger.markInterrupted(11_000)).toEqual([id, inside]);
  expect(ledger.markInterrupted(12_000)).toEqual([]);
  expect(ledger.header(id)).toMatchObject({ status: "interrupted", endTime: 9_000 });
  expect(ledger.header(inside)).toMatchObject({ status: "interrupted", endTime: 9_000 });
  expect(ledger.header(done)?.status).toBe("finished");
  expect(ledger.header(standing)?.status).toBe("running");
  expect(ledger.header(mine)?.status).toBe("running");
});

test("a run of another machine is interrupted once its owner has been silent for two minutes", async () => {
  const path = join(tempFolder("mlx-foreign-"), "ledger.db");
  const ledger = await scratchLedger(path);
  const id = begin(ledger, { owned: true, startTime: 1_000_000 });
  const raw = await openLedger(path);
  raw.database.prepare("UPDATE runs SET owner = ?").run(`${"f".repeat(12)}-${process.pid}-1`);
  raw.close();
  expect(ledger.markInterrupted(1_120_000)).toEqual([]);
  ledger.heartbeat(id, 1_100_000);
  expect(ledger.markInterrupted(1_220_000)).toEqual([]);
  expect(ledger.markInterrupted(1_220_001)).toEqual([id]);
  expect(ledger.header(id)).toMatchObject({ status: "interrupted", endTime: 1_100_000 });
});
