import { type AgainstBaseline, againstBaseline } from "../../evals/outcomes/against-baseline.js";
import { compareOutcomes, defaultEffect } from "../../evals/outcomes/compare-outcomes.js";
import type { EvaluationSide } from "../../evals/outcomes/evaluation-side.js";
import type { FoundBaseline } from "./baselines.js";

/** @param effect smallest change that matters to the suite, as a share; absent: five points. */
export function holdAgainst(
  { path, baseline }: FoundBaseline,
  side: EvaluationSide,
  effect = defaultEffect,
): AgainstBaseline {
  return againstBaseline(path, baseline, compareOutcomes(baselineSide(baseline), side, { effect }), effect);
}

/** A baseline as one side of a comparison. */
export function baselineSide({ cases, judges, partial }: FoundBaseline["baseline"]): EvaluationSide {
  return { outcomes: cases, judges, partial: partial !== undefined };
}
