import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { App } from "../../app/app.js";
import { bringObjects } from "../../app/runs/bring-objects.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { readOutput } from "../../app/runs/output-log.js";
import { type RunFolder, runFolder } from "../../app/runs/run-folder.js";
import { selectRun } from "../../app/runs/select-run.js";
import { Interrupted, systemCode } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader, RunRecord } from "../../runs/types.js";

export interface LogOptions {
  readonly follow?: boolean;
}

const pollMs = 200;

/** `mlx runs log RUN`: what the command of a run printed, its bytes as they are. */
export async function log(app: App, name: string, options: LogOptions): Promise<ExitCode> {
  const ledger = await openRuns(app);
  const named = await selectRun(app, ledger, name, { view: "any" });
  // What a client's run printed is in the output of the command that it was made in.
  const run = (named.commandId && ledger.header(named.commandId)) || named;
  if (app.ui.mode.json) {
    const { bytes, record } = await wholeOutput(app, ledger, run);
    const { written = bytes.length, truncated = false } = record?.context.log ?? {};
    app.ui.json({ run: run.id, written, truncated, text: bytes.toString("utf8") });
    return ExitCode.ok;
  }
  const printed = await print(app, ledger, run, options.follow === true);
  if (printed === 0) app.ui.note(`the run ${shortId(run.id)} printed nothing, or its output was not kept`);
  return ExitCode.ok;
}

async function wholeOutput(
  app: App,
  ledger: RunLedger,
  run: RunHeader,
): Promise<{ bytes: Buffer; record: RunRecord | undefined }> {
  const live = [...pieces(runFolder(await app.workspace(), run.id), 0)];
  const record = ledger.record(run.id);
  if (record?.context.log) return { bytes: await keptBytes(app, record.context.log), record };
  return { bytes: Buffer.concat(live.map(({ bytes }) => bytes)), record };
}

/** @returns how many bytes were printed. */
async function print(app: App, ledger: RunLedger, run: RunHeader, follow: boolean): Promise<number> {
  const folder = runFolder(await app.workspace(), run.id);
  const output = app.ui.raw("stdout");
  let [position, printed] = [0, 0];
  const write = async (bytes: Buffer): Promise<boolean> => {
    printed += bytes.length;
    return output.write(bytes);
  };
  for (;;) {
    const running = ledger.header(run.id)?.status === "running";
    for (const { bytes, next } of pieces(folder, position)) {
      if (!(await write(bytes))) return printed;
      position = next;
    }
    // Once it has ended its output is no longer where it was; what was not printed yet is the end of the log.
    const kept = ledger.record(run.id)?.context.log;
    if (kept && position < kept.written) {
      const bytes = await keptBytes(app, kept);
      await write(bytes.subarray(Math.max(0, bytes.length - (kept.written - position))));
    }
    if (kept || !running || !follow) return printed;
    await sleep(pollMs);
    if (app.signal.aborted) throw new Interrupted();
  }
}

/** What there is of a run's output while its folder is there. */
function* pieces(
  folder: RunFolder,
  from: number,
): Generator<{ readonly bytes: Buffer; readonly next: number }> {
  try {
    for (let piece = readOutput(folder.dir, from); piece; piece = readOutput(folder.dir, piece.next))
      yield piece;
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

async function keptBytes(app: App, log: NonNullable<RunRecord["context"]["log"]>): Promise<Buffer> {
  const cache = await bringObjects(app, [{ ...log, label: "log" }]);
  return gunzipSync(cache.readBytes(log.sha256));
}
