import type { App } from "../../app/app.js";
import {
  namedEvaluations,
  outdatedEvaluations,
  type RemovedEvaluation,
  removeEvaluations,
} from "../../app/evals/remove-evaluations.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";

/** The options of `mlx eval rm`. */
export interface RemoveOptions {
  /** Days. */
  readonly olderThan?: number;
  readonly keep?: number;
  readonly suite?: string;
  readonly dryRun: boolean;
}

const day = 86_400_000;

/** `mlx eval rm` */
export async function remove(app: App, typed: readonly string[], options: RemoveOptions): Promise<ExitCode> {
  const { olderThan, keep, suite, dryRun } = options;
  requireOneWay(typed, options);
  const policy = {
    ...(olderThan !== undefined && { before: app.now() - olderThan * day }),
    ...(keep !== undefined && { keep }),
  };
  const chosen =
    typed.length > 0 ? await namedEvaluations(app, typed) : await outdatedEvaluations(app, policy, suite);
  const removed = await removeEvaluations(app, chosen, dryRun);
  tell(app, removed, dryRun);
  return ExitCode.ok;
}

/** Either evaluations are named, or it is said which ones may go. */
function requireOneWay(typed: readonly string[], { olderThan, keep, suite }: RemoveOptions): void {
  const byPolicy = olderThan !== undefined || keep !== undefined;
  if (typed.length > 0 && (byPolicy || suite !== undefined)) {
    throw usage("evaluations are named, and options say which ones may go");
  }
  if (typed.length === 0 && !byPolicy) throw usage("nothing says which evaluations to remove");
}

function usage(message: string): MlxError {
  return new MlxError("MLX_USAGE", message, {
    hint: "name them, as in mlx eval rm 7Q2M8KX4, or give --older-than DAYS, --keep N or both",
    exitCode: 2,
  });
}

function tell(app: App, removed: readonly RemovedEvaluation[], dryRun: boolean): void {
  const { ui } = app;
  const bytes = removed.reduce((sum, one) => sum + one.bytes, 0);
  if (ui.mode.json) {
    const evaluations = removed.map((one) => ({
      id: one.evaluation.id,
      suite: one.evaluation.suite,
      started: timestamp(one.evaluation.started),
      bytes: one.bytes,
    }));
    ui.json({ removed: evaluations, bytes, dryRun });
    return;
  }
  for (const { evaluation } of removed) {
    const { id, suite, started } = evaluation;
    ui.note(`${shortEvaluationId(id)}  ${displayPath(suite)}  ${relativeTime(started, app.now())}`);
  }
  const what = `${countOf(removed.length, "evaluation")}, ${formatBytes(bytes)}`;
  ui.out(dryRun ? `would remove ${what}` : `removed ${what}`);
}
