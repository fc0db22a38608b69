import type { App } from "../../app/app.js";
import { type Predictions, readPredictions } from "../../app/evals/score/read-predictions.js";
import { requireSlices, type Scores, scorePredictions } from "../../app/evals/score/score-predictions.js";
import type { ScoreSpec } from "../../app/evals/score/score-spec.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { requireText } from "../../core/require-text.js";
import { shortJson } from "../../core/schema-problems.js";
import { parseScoreGate, type ScoreGate } from "../../evals/gates/score-gate.js";
import type { ScoringTask } from "../../stats/scoring/types.js";
import { scoreDocument } from "./score-document.js";
import { scoreText } from "./score-text.js";

export interface ScoreOptions {
  readonly truth: string;
  readonly prediction?: string;
  readonly score: readonly string[];
  readonly slice: readonly string[];
  readonly cluster?: string;
  readonly task?: ScoringTask;
  readonly positive?: string;
  readonly threshold: number;
  readonly bins: number;
  readonly compare?: string;
  readonly against?: string;
  readonly id?: string;
  readonly fairness: readonly string[];
  readonly curves: boolean;
  readonly gate: readonly string[];
  readonly by: "estimate" | "interval";
  readonly skipMissing: boolean;
  readonly strict: boolean;
}

/** `mlx eval score` */
export async function score(app: App, file: string, options: ScoreOptions): Promise<ExitCode> {
  for (const name of ["truth", "prediction", "cluster", "positive", "compare", "against", "id"] as const)
    requireText(`--${name}`, options[name]);
  const gates = options.gate.map(gateOf);
  const spec = specOf(file, options, gates);
  const predictions = await readPredictions(app, spec);
  requireSlices(predictions);
  const { bins, slice, fairness, positive, curves, by } = options;
  const scores = scorePredictions(predictions, {
    ...{ bins, slices: slice, fairness, curves, gates, by },
    ...(positive !== undefined && { positive }),
  });
  if (app.ui.mode.json) app.ui.json(scoreDocument(predictions, scores, spec));
  else app.ui.answer(scoreText(app.ui, predictions, scores));
  if (predictions.skipped > 0 && !app.ui.mode.json) tellSkipped(app, predictions);
  return exitCodeOf(scores, options.strict);
}

function tellSkipped({ ui }: App, { skipped, cases }: Predictions): void {
  ui.warn(`${skipped} of ${skipped + cases.n} rows lack a value and were left out`);
}

/** A gate that is broken decides; one that cannot be judged leaves it open. */
function exitCodeOf({ gates }: Scores, strict: boolean): ExitCode {
  if (gates.some(({ passed, inconclusive }) => !passed && !inconclusive)) return ExitCode.problem;
  if (gates.every(({ passed }) => passed)) return ExitCode.ok;
  return strict ? ExitCode.problem : ExitCode.inconclusive;
}

function specOf(file: string, options: ScoreOptions, gates: readonly ScoreGate[]): ScoreSpec {
  const { truth, prediction, cluster, task, positive, threshold, skipMissing } = options;
  const sliced = gates.flatMap(({ slice }) => slice?.name ?? []);
  const other = otherOf(options);
  return {
    ...{ file, truth, threshold, skipMissing },
    scores: options.score.map(scoreColumn),
    slices: [...new Set([...options.slice, ...options.fairness, ...sliced])],
    ...(prediction !== undefined && { prediction }),
    ...(cluster !== undefined && { cluster }),
    ...(task !== undefined && { task }),
    ...(positive !== undefined && { positive }),
    ...(other && { other }),
  };
}

function otherOf({ compare, against, id }: ScoreOptions): ScoreSpec["other"] {
  if (compare !== undefined && against !== undefined) {
    throw usage("--compare names a column of the file, --against another file", "give one of them");
  }
  if (compare !== undefined) return { kind: "column", column: compare };
  if (against === undefined) return undefined;
  if (id !== undefined) return { kind: "file", file: against, id };
  throw usage("--against finds rows by their ids", "name the column of the ids with --id");
}

/** `COLUMN` or `CLASS=COLUMN`. */
function scoreColumn(typed: string): ScoreSpec["scores"][number] {
  requireText("--score", typed);
  const [, name, column] = /^(.+?)=(.+)$/s.exec(typed) ?? [];
  return name === undefined || column === undefined ? { column: typed } : { name, column };
}

function gateOf(typed: string): ScoreGate {
  const gate = parseScoreGate(typed);
  if (gate !== undefined) return gate;
  throw usage(
    `--gate ${shortJson(typed)} is no condition`,
    'write "roc_auc>=0.9", "f1[island=Biscoe]>=90%" or "demographic_parity[sex]<=0.1"',
  );
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
