import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Interrupted } from "../../core/errors.js";
import { processFacts } from "../../process/process-facts.js";
import { ResourceSampler, type ResourceUse } from "../../process/resource-sampler.js";
import { type Child, type ChildEnd, startChild } from "../../process/run-child.js";
import type { RawOutput } from "../../ui/raw-output.js";
import { captureDuring } from "./capture/during.js";
import { childEnvironment } from "./child-environment.js";
import { followFile } from "./follow-file.js";
import { keepCheckpoint } from "./keep-checkpoint.js";
import { MetricsIntake } from "./metrics-intake.js";
import { OutputLog } from "./output-log.js";
import { SignalRelay } from "./pass-signals.js";
import type { Recording } from "./record-run.js";
import { relayOutput } from "./relay-output.js";
import { noteChild } from "./run-folder.js";

const heartbeatMs = 10_000;

/** A command that has ended, and what was seen of it on the way. */
export interface EndedChild {
  readonly end: ChildEnd;
  /** Epoch milliseconds; the clock may have been set back meanwhile. */
  readonly time: number;
  readonly wallSeconds: number;
  readonly use: ResourceUse;
  /** To be called once more for the last lines. */
  readonly intake: MetricsIntake;
}

/** A command under way. */
export interface StartedChild {
  readonly child: Child;
  readonly signals: SignalRelay;
  /** Milliseconds of the clock that is never set. */
  readonly began: number;
}

/** Starts the command. @throws {MlxError} `MLX_PROGRAM_NOT_FOUND`, `MLX_PROGRAM_NOT_EXECUTABLE`. @throws {Interrupted} */
export async function startRecorded(recording: Recording): Promise<StartedChild> {
  const { app, request, id, folder, server, pipes } = recording;
  if (app.signal.aborted) throw new Interrupted();
  const began = performance.now();
  const signals = new SignalRelay(app, isTerminal(app.stdin));
  const child = await startChild(request.argv, {
    cwd: app.cwd,
    env: childEnvironment(app.env, {
      runId: id,
      root: recording.root,
      metricsFile: folder.metrics,
      trackingUrl: server.url,
      trackingToken: recording.token,
      experiment: recording.experiment,
      hasMlflowLogin: existsSync(join(app.env["HOME"] ?? homedir(), ".mlflow", "credentials")),
    }),
    output: request.keepLog ? "piped" : app.ui.mode.json ? "stderr" : "inherited",
    pipes,
  }).catch((error: unknown) => {
    signals.release();
    throw error;
  });
  signals.passTo(child);
  return { child, signals, began };
}

/** Stays with the command until it has ended and its output was passed on. Never fails: what does is told at the end. */
export async function superviseChild(
  recording: Recording,
  { child, signals, began }: StartedChild,
): Promise<EndedChild> {
  const { app, id, ledger, folder, faults } = recording;
  const facts = processFacts(process.platform, app.env);
  const sampler = facts && new ResourceSampler(child.pid, facts);
  await faults.attempt(() => noteChild(folder, child.pid));
  const intake = metricsIntake(recording);
  const unfollow = followFile(folder.metrics, () => void faults.attempt(() => intake.take()));
  const heartbeat = setInterval(
    () => void faults.attempt(() => ledger.heartbeat(id, app.now())),
    heartbeatMs,
  );
  const ended = child.ended.then((end) => ({
    end,
    time: app.now(),
    wallSeconds: (performance.now() - began) / 1000,
    use: sampler?.stop() ?? {},
  }));
  await Promise.all([gatherFacts(recording, () => sampler?.rebase()), relay(recording, child), ended]);
  signals.releaseSoon();
  unfollow();
  clearInterval(heartbeat);
  return { ...(await ended), intake };
}

/** What the command cannot change is gathered while it runs. */
async function gatherFacts(recording: Recording, rebase: () => void): Promise<void> {
  const { app, request, id, before, ledger, faults } = recording;
  let code = before.context.code;
  const parts = [() => before.publishSnapshot(), () => captureDuring(app, { ...request, runId: id }, before)];
  const gathered = parts.map(async (part) => {
    const context = await faults.attempt(part);
    rebase();
    if (!context) return;
    const { warnings = [], ...facts } = context;
    // Each of them knows a part of what is to be known of the code.
    if (facts.code) code = { ...code, ...facts.code };
    // At once, so that nothing of it is lost with this process.
    await faults.attempt(() => ledger.mergeContext(id, { ...facts, ...(code && { code }) }));
    for (const warning of warnings) faults.add(warning);
  });
  await Promise.all(gathered);
}

function metricsIntake({ app, id, ledger, cache, folder, faults }: Recording): MetricsIntake {
  return new MetricsIntake({
    ledger,
    id,
    file: folder.metrics,
    now: () => app.now(),
    warn: (message) => faults.add(message),
    keepCheckpoint: async (path, step) => {
      await keepCheckpoint({ ledger, cache, id, cwd: app.cwd, path, step, now: app.now() });
    },
  });
}

const nowhere: RawOutput = { write: async () => true };

/** Passes the output on and keeps it, as far as the disk lets it. */
async function relay({ app, request, config, folder, faults }: Recording, child: Child): Promise<void> {
  if (!child.output) return;
  const limit = config.runs.logLimit;
  let log = limit > 0 ? new OutputLog(folder.dir, limit) : undefined;
  const keep = (chunk: Uint8Array): void => {
    try {
      log?.write(chunk);
    } catch (error) {
      faults.note(error);
      log?.close();
      log = undefined;
    }
  };
  const stderr = request.show === "nowhere" ? nowhere : app.ui.raw("stderr");
  const own = !app.ui.mode.json && (request.show ?? "streams") === "streams";
  const relays = [
    { source: child.output.stdout, target: own ? app.ui.raw("stdout") : stderr },
    { source: child.output.stderr, target: stderr },
  ];
  await faults.attempt(() => relayOutput(relays, keep, child.ended));
  log?.close();
}

function isTerminal(stream: NodeJS.ReadableStream): boolean {
  return "isTTY" in stream && stream.isTTY === true;
}
