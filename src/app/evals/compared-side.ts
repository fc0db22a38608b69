import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { EvaluationSide } from "../../evals/outcomes/evaluation-side.js";
import { ioError } from "../../files/io-error.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { type FoundBaseline, requireBaseline } from "./baselines.js";
import { baselineSide } from "./hold-against-baseline.js";
import { existingEvaluations, resultsPath } from "./open-evaluations.js";
import { readSide } from "./read-side.js";
import { selectEvaluation } from "./select-evaluation.js";
import { judgingOf, storedSelection } from "./stored-options.js";
import { suiteNameOf } from "./suite-name.js";

/** What is compared: an evaluation, a baseline, or a file of results. */
export interface ComparedSide {
  readonly typed: string;
  readonly side: EvaluationSide;
  readonly suite?: string;
  readonly evaluation?: Evaluation;
  readonly baseline?: FoundBaseline;
  /** Absolute: where outputs can be read; absent where only outcomes are known. */
  readonly results?: string;
  /** Smallest change that matters, where its suite says it. */
  readonly effect?: number;
  /** Whether its results say what was asked and by what they were graded. */
  readonly hasDigests: boolean;
}

/**
 * Reads both sides: ids of evaluations, `last`, `last~1`, `SUITE@baseline`, `baseline` (of the other side's suite), files of results,
 * files of baselines.
 * @throws {MlxError} `MLX_EVAL_NOT_FOUND`, `MLX_BASELINE_…`, `MLX_RESULTS_…`, `MLX_USAGE`, exit 2.
 */
export async function comparedSides(
  app: App,
  before: string,
  after: string,
): Promise<readonly [ComparedSide, ComparedSide]> {
  if (before === "baseline" && after === "baseline") throw ofWhat();
  if (before === "baseline") {
    const other = await sideOf(app, after);
    return [await baselineOf(app, before, other.suite), other];
  }
  const first = await sideOf(app, before);
  const second = after === "baseline" ? await baselineOf(app, after, first.suite) : await sideOf(app, after);
  return [first, second];
}

async function sideOf(app: App, typed: string): Promise<ComparedSide> {
  const path = resolve(app.cwd, typed);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return fileSide(app, typed, path);
  const suite = /^(.+)@baseline$/.exec(typed)?.[1];
  if (suite !== undefined) return baselineOf(app, typed, await suiteNameOf(app, suite));
  const evaluation = await selectEvaluation(app, typed);
  const results = await resultsPath(app, evaluation);
  const partial = evaluation.status !== "finished" || storedSelection(evaluation).length > 0;
  const { hasDigests, ...side } = await readSide(results, evaluation.id, partial);
  const { effect } = judgingOf(evaluation);
  return {
    ...{ typed, side, suite: evaluation.suite, evaluation, results, hasDigests },
    ...(effect !== undefined && { effect }),
  };
}

async function fileSide(app: App, typed: string, path: string): Promise<ComparedSide> {
  if (!typed.endsWith(".json")) {
    const { hasDigests, ...side } = await readSide(path, typed, false);
    return { typed, side, results: path, hasDigests };
  }
  const { readBaseline } = await import("../../evals/outcomes/read-baseline.js");
  return withBaseline(app, typed, { path: typed, baseline: readBaseline(bytesOf(path), typed) });
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioError(error, `cannot read ${path}`);
  }
}

async function baselineOf(app: App, typed: string, suite: string | undefined): Promise<ComparedSide> {
  if (suite === undefined) throw ofWhat();
  return withBaseline(app, typed, await requireBaseline(app, suite));
}

/** What was answered then is still there in the clone that ran it. */
async function withBaseline(app: App, typed: string, found: FoundBaseline): Promise<ComparedSide> {
  const { baseline } = found;
  const evaluation = (await existingEvaluations(app))?.find(baseline.evaluation);
  const results = evaluation && (await resultsPath(app, evaluation));
  return {
    ...{ typed, side: baselineSide(baseline), suite: baseline.suite, baseline: found, hasDigests: true },
    ...(results !== undefined && existsSync(results) && { results }),
  };
}

function ofWhat(): MlxError {
  return new MlxError("MLX_USAGE", "nothing says whose baseline is meant", {
    hint: "name the suite: mlx eval compare SUITE@baseline last",
    exitCode: 2,
  });
}
