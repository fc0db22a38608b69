import { randomBytes } from "node:crypto";
import { constants } from "node:os";
import { resolve } from "node:path";
import type { ObjectCache } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import { createRedactor, redactValues, secretsOf } from "../../core/redact.js";
import type { ResolvedConfig } from "../../core/settings.js";
import { ulid } from "../../core/ulid.js";
import { mlxVersion } from "../../core/version.js";
import { readAuthor } from "../../git/author.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { startTrackingServer } from "../../mlflow/server/tracking-server.js";
import type { TrackingServer } from "../../mlflow/server/types.js";
import { makeOutputPipes, type OutputPipes } from "../../process/named-pipes.js";
import { endStatus } from "../../runs/status.js";
import type { RunEnd, RunId } from "../../runs/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { mlflowRegistry } from "../models/mlflow-registry.js";
import { captureBefore } from "./capture/before.js";
import { finishRun } from "./finish-run.js";
import { openRuns } from "./open-runs.js";
import { stampOf } from "./read-metrics-files.js";
import { RecordingFaults } from "./recording-faults.js";
import { makeRunFolder, type RunFolder, removeRunFolder, runFolder } from "./run-folder.js";
import { defaultRunName } from "./run-name.js";
import { type StartedChild, startRecorded, superviseChild } from "./supervise-child.js";
import { type StoreTimes, storeTimes } from "./tracking-warning.js";
import type { CaptureBefore, RecordedRun, RecordRequest } from "./types.js";
import { userName } from "./user-name.js";

/** Everything that recording one run works with. */
export interface Recording {
  readonly app: App;
  readonly request: RecordRequest;
  readonly id: RunId;
  readonly experiment: string;
  readonly ledger: RunLedger;
  readonly cache: ObjectCache;
  readonly config: ResolvedConfig;
  /** The worktree's top. */
  readonly root: string;
  readonly folder: RunFolder;
  readonly before: CaptureBefore;
  readonly pipes: OutputPipes | undefined;
  readonly server: TrackingServer;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly startTime: number;
  /** What the files that `--metrics` names were like before, by absolute path. */
  readonly staleFiles: ReadonlyMap<string, string | undefined>;
  /** MLflow's own stores as they were before. */
  readonly stores: StoreTimes;
  /** What went wrong with the recording while the command went on. */
  readonly faults: RecordingFaults;
}

/**
 * Runs a command and records it: first the facts that it may change, then, while it runs, the others, what it logs and
 * what it prints, at last how it ended. Once it runs nothing that befalls the recording ends it.
 * @throws {MlxError} if it could not be started, or not be recorded from the beginning; no run is left behind then.
 */
export async function recordRun(app: App, request: RecordRequest): Promise<RecordedRun> {
  const id = ulid(app.now(), randomBytes(10));
  const workspace = requireWorktree(await app.workspace());
  const folder = runFolder(workspace, id);
  const ledger = await openRuns(app);
  let server: TrackingServer | undefined;
  let created = false;
  let recording: Recording;
  let started: StartedChild;
  try {
    makeRunFolder(folder);
    const { user, ...facts } = await gatherBefore(app, request, { id, ledger, folder });
    const prepared = { ...facts, root: workspace.root };
    createRun(prepared, user);
    created = true;
    server = await serveTracking(prepared, user);
    recording = { ...prepared, server };
    started = await startRecorded(recording);
  } catch (error) {
    // Nothing has run, so there is nothing to remember.
    await server?.close();
    if (created) forget(ledger, id);
    removeRunFolder(folder);
    throw error;
  }
  return superviseAndFinish(recording, started);
}

function forget(ledger: RunLedger, id: RunId): void {
  try {
    ledger.purge([id]);
  } catch (error) {
    // What kept the command from being started counts; the next command finds the run interrupted.
    if (!(error instanceof MlxError)) throw error;
  }
}

async function gatherBefore(
  app: App,
  request: RecordRequest,
  known: Pick<Recording, "id" | "ledger" | "folder">,
) {
  const { id, folder } = known;
  const [config, cache, git] = await Promise.all([app.config(), app.cache(), app.git()]);
  const piping = request.keepLog ? makeOutputPipes(folder.dir, app.env) : undefined;
  // Also where the capture fails: the folder can be removed only once nothing is made in it any more.
  const [before, author] = await Promise.all([
    captureBefore(app, cache, { ...request, runId: id }),
    readAuthor(git),
  ]).finally(() => piping);
  const pipes = await piping;
  const metricsFiles = request.metricsFiles.map((name) => resolve(app.cwd, name));
  return {
    ...known,
    ...{ app, request, config, cache, before, pipes },
    user: author?.email ?? userName(app),
    experiment: request.experiment ?? config.runs.experiment ?? "Default",
    token: randomBytes(24).toString("hex"),
    staleFiles: new Map(metricsFiles.map((path) => [path, stampOf(path)])),
    stores: storeTimes([app.cwd, (await app.workspace()).root]),
    faults: new RecordingFaults(),
    startTime: app.now(),
  };
}

function serveTracking(recording: Omit<Recording, "server">, user: string): Promise<TrackingServer> {
  const { app, id, ledger, cache, token, before, faults } = recording;
  return startTrackingServer({
    ...{ ledger, cache, token },
    now: () => app.now(),
    newId: () => ulid(app.now(), randomBytes(10)),
    runs: { commandId: id, git: before.git, user },
    registry: mlflowRegistry(app, (message, hint) => faults.add(`${message}; ${hint}`)),
    onFault: (error) => faults.note(error),
  });
}

function createRun(recording: Omit<Recording, "server">, user: string): void {
  const { app, request, id, experiment, ledger, before, startTime } = recording;
  // Records travel.
  const redact = createRedactor(secretsOf(app.env));
  const params = redactValues(request.params, redact);
  const tags = redactValues(request.tags, redact);
  const given = { metricsFiles: request.metricsFiles, params, tags };
  const { command } = before.context;
  ledger.createRun({
    id,
    name: request.name ?? defaultRunName(request.argv, app.env),
    experiment,
    kind: "command",
    startTime,
    user,
    git: before.git,
    context: { mlxVersion, ...before.context, ...(command && { command: { ...command, ...given } }) },
    tags,
    owned: true,
  });
  // What was typed is what the command is told to use; the files say what it would use otherwise.
  ledger.append(id, { params: { ...before.params, ...params } }, startTime);
}

async function superviseAndFinish(recording: Recording, started: StartedChild): Promise<RecordedRun> {
  const { id } = recording;
  const ended = await superviseChild(recording, started);
  const { exitCode, signal } = ended.end;
  const end: RunEnd = {
    status: endStatus(exitCode ?? null, signal ?? null),
    endTime: Math.max(ended.time, recording.startTime),
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
  };
  await finishRun(recording, ended, end);
  const code = signal === undefined ? (exitCode ?? 0) : 128 + constants.signals[signal];
  return { id, end, code };
}
