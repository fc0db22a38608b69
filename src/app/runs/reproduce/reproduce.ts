import { existsSync } from "node:fs";
import { join } from "node:path";
import { Interrupted, MlxError } from "../../../core/errors.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import { type EnvironmentDifference, environmentDifferences } from "../../../runs/environment-differences.js";
import { cannotRun, type Ending, type Graded, gradeReproduction } from "../../../runs/grade.js";
import { type MetricAgreement, metricAgreements } from "../../../runs/metric-agreement.js";
import { type OutputAgreement, outputAgreements } from "../../../runs/output-agreement.js";
import type { Obstacle } from "../../../runs/reproducible.js";
import { shortId } from "../../../runs/short-id.js";
import type { RunContext, RunId, RunRecord } from "../../../runs/types.js";
import { ensureFolder } from "../../../workspace/folders.js";
import type { App } from "../../app.js";
import { requireRecord } from "../load-run.js";
import { recordRun } from "../record-run.js";
import type { RecordedRun } from "../types.js";
import type { ReproducePlan } from "./plan.js";
import { type Prepared, prepareWorktree } from "./prepare.js";
import { recordRequest } from "./record-request.js";
import { restoredEnvironment } from "./restore-environment.js";
import { resultsOf } from "./results.js";
import { makeWorktree } from "./worktree.js";
import { WorktreeApp } from "./worktree-app.js";

export interface ReproduceOptions {
  /** Relative, to the larger magnitude of the two latest values of a metric. */
  readonly tolerance: number;
  /** Leaves the worktree. */
  readonly keep: boolean;
  /** Where the worktree is to be, as typed. */
  readonly to?: string;
  readonly remote?: string;
  readonly ignoreLocks: boolean;
}

/** A run and how running it again went. */
export interface Reproduction extends Graded {
  readonly record: RunRecord;
  /** Absent if it could not be run. */
  readonly reproduction?: RunId;
  readonly obstacles: readonly Obstacle[];
  readonly outputs: readonly OutputAgreement[];
  readonly metrics: readonly MetricAgreement[];
  /** Undefined where it is not known of one of the two. */
  readonly environment: readonly EnvironmentDifference[] | undefined;
  /** Absolute, if it was to be kept. */
  readonly worktree?: string;
}

type Command = NonNullable<RunContext["command"]>;

/**
 * Runs a run again in a worktree of its own, on the code, data, inputs, parameters, packages and variables that were
 * recorded, and grades what comes out. The person's worktree, index, HEAD and branches stay as they are.
 */
export async function reproduce(
  app: App,
  ledger: RunLedger,
  plan: ReproducePlan,
  options: ReproduceOptions,
): Promise<Reproduction> {
  const { record, commit } = plan;
  const { command } = record.context;
  if (plan.obstacles.length > 0 || commit === undefined || command === undefined)
    return blocked(record, plan.obstacles);
  const worktree = await makeWorktree(app, { ...options, commit, shortId: shortId(record.id) });
  try {
    const done = await repeat(app, ledger, record, command, worktree.root, options);
    return options.keep ? { ...done, worktree: worktree.root } : done;
  } finally {
    await worktree.release();
  }
}

/** A run that cannot be run again. */
export function blocked(record: RunRecord, obstacles: readonly Obstacle[]): Reproduction {
  const graded = cannotRun(obstacles.map(({ reason }) => reason));
  return { ...graded, record, obstacles, outputs: [], metrics: [], environment: undefined };
}

async function repeat(
  app: App,
  ledger: RunLedger,
  record: RunRecord,
  command: Command,
  root: string,
  options: ReproduceOptions,
): Promise<Reproduction> {
  const workspace = await app.workspace();
  const cwd = join(root, command.cwd);
  const places = { root, roots: [workspace.root, workspace.mainRoot] };
  let stopped = false;
  const onSignal = (signal: NodeJS.Signals) => {
    stopped ||= asksToEnd.has(signal);
  };
  const place = { cwd, env: restoredEnvironment(app.env, record.context, { ...places, cwd }) };
  ensureFolder(cwd);
  const prepared = await within(new WorktreeApp(app, place, onSignal), (there) =>
    prepareWorktree(app, there, record.context, options),
  );
  if (prepared.obstacles.length > 0) return blocked(record, prepared.obstacles);
  tellPrepared(app, prepared);
  if (existsSync(join(root, ".gitmodules"))) {
    app.ui.warn("submodules are left empty in the worktree in which the run is repeated");
  }
  const show = app.flags.quiet ? "nowhere" : "stderr";
  const request = { ...recordRequest(record, command, places), show } as const;
  let recorded: RecordedRun;
  try {
    recorded = await within(new WorktreeApp(app, place, onSignal), (there) => recordRun(there, request));
  } catch (error) {
    if (!(error instanceof MlxError) || !notStarted.has(error.code)) throw error;
    return blocked(record, [
      { reason: error.message, ...(error.hint !== undefined && { hint: error.hint }) },
    ]);
  }
  if (stopped || app.signal.aborted) throw new Interrupted();
  return compare(app, ledger, record, recorded, options.tolerance);
}

/** To the command and to mlx alike. */
const asksToEnd: ReadonlySet<string> = new Set(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]);

/** The program itself is not to be had here. */
const notStarted: ReadonlySet<string> = new Set(["MLX_PROGRAM_NOT_FOUND", "MLX_PROGRAM_NOT_EXECUTABLE"]);

/** Does something in another app, and ends that, so that it holds no lock and no file afterwards. */
async function within<Result>(
  app: WorktreeApp,
  work: (app: WorktreeApp) => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    result = await work(app);
  } catch (error) {
    await app.end();
    throw error;
  }
  const [failure] = await app.end();
  if (failure !== undefined) throw failure;
  return result;
}

function tellPrepared(app: App, { copied, linked, otherLocks }: Prepared): void {
  for (const path of copied)
    app.ui.note(`copied ${path}, which is neither in git nor tracked, as it was then`);
  for (const path of linked) app.ui.note(`linked the packages installed in ${path}`);
  for (const reason of otherLocks) app.ui.warn(reason);
}

function compare(
  app: App,
  ledger: RunLedger,
  record: RunRecord,
  recorded: RecordedRun,
  tolerance: number,
): Reproduction {
  const now = requireRecord(ledger, recorded.id);
  const [before, after] = [resultsOf(ledger, record), resultsOf(ledger, now)];
  const outputs = outputAgreements(before.outputs, after.outputs);
  const metrics = metricAgreements(before.metrics, after.metrics, tolerance);
  const environment = environmentDifferences(record.context, now.context);
  const graded = gradeReproduction({
    recorded: endingOf(record),
    now: endingOf(now),
    outputs,
    metrics,
    environment,
  });
  ledger.setTag(now.id, "mlx.grade", graded.grade, app.now());
  return { ...graded, record, reproduction: now.id, obstacles: [], outputs, metrics, environment };
}

function endingOf({ status, exitCode, signal }: RunRecord): Ending {
  return {
    status: status === "running" ? "interrupted" : status,
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
  };
}
