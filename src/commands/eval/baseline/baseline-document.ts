import type { Baseline, BaselineSummary } from "../../../evals/outcomes/baseline.js";
import { percentText, scoreText } from "../../../evals/report/figures.js";

/** A baseline without its cases, as JSON. */
export function baselineDocument(baseline: Baseline): Readonly<Record<string, unknown>> {
  const { cases: _, message, commit, partial, ...facts } = baseline;
  return { ...facts, message: message ?? null, commit: commit ?? null, partial: partial ?? null };
}

/** `95.5% passed, score 0.97` */
export function baselineFigures({ passRate, score }: BaselineSummary): string {
  const rate = passRate === null ? "none graded" : `${percentText(passRate)} passed`;
  return score === null || score === passRate ? rate : `${rate}, score ${scoreText(score)}`;
}
