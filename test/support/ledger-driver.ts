import { writeSync } from "node:fs";
import { MlxError } from "../../src/core/errors.js";
import { asUlid } from "../../src/core/ulid.js";
import { openLedger } from "../../src/ledger/open-ledger.js";
import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import type { MetricPoint } from "../../src/runs/types.js";

// One use of the ledger at PATH, in a process of its own: driver COMMAND PATH RUN [ARGUMENT…].
const [command = "", path = "", run = "", ...rest] = process.argv.slice(2);
const ledger = await openRunLedger(path).catch(tell);
const id = asUlid(run);

function point(key: string, step: number): MetricPoint {
  return { key, value: step / 7, step, timestamp: step };
}

function reportOf(error: unknown): object {
  if (!(error instanceof MlxError)) throw error;
  return { code: error.code, message: error.message, exitCode: error.exitCode };
}

function tell(error: unknown): never {
  process.stdout.write(JSON.stringify({ refusals: [reportOf(error)] }));
  process.exit(3);
}

const commands: Record<string, () => void | Promise<void>> = {
  open() {
    process.stdout.write(`${ledger.experiments().length}\n`);
  },
  /** ARGUMENTS: key, count. Logs so many points, each by itself. */
  append() {
    const [key = "", count = "0"] = rest;
    for (let step = 0; step < Number(count); step++) ledger.append(id, { metrics: [point(key, step)] }, step);
  },
  /** Logs points until it is killed, and says how many are stored. */
  acknowledge() {
    for (let step = 0; ; step++) {
      ledger.append(id, { metrics: [point("loss", step)], params: { [`p${step}`]: "x" } }, step, {
        offset: step + 1,
      });
      // Unlike process.stdout this waits for a slow reader, though the event loop never turns.
      writeSync(1, `${step + 1}\n`);
    }
  },
  /** Tells what can be read, and what a writer is told. */
  async read() {
    const { total } = ledger.search({});
    const told = { total, readOnly: ledger.readOnly, marked: ledger.markInterrupted(10_000_000) };
    const refusals = [];
    for (const attempt of [() => ledger.setTag(id, "a", "b", 1), () => openLedger(path)]) {
      try {
        await attempt();
        refusals.push("none");
      } catch (error) {
        refusals.push(reportOf(error));
      }
    }
    process.stdout.write(JSON.stringify({ ...told, refusals }));
  },
  /** Records a run of its own, says so, and waits to be killed. */
  own() {
    ledger.createRun({
      ...{ id, name: "owned", experiment: "Default", kind: "command", startTime: 1_000, owned: true },
    });
    process.stdout.write("owned\n");
    setInterval(() => undefined, 60_000);
  },
};
await commands[command]?.();
