import { compactOutcomes } from "../../src/evals/outcomes/compact-outcomes.js";
import { ScoredColumns } from "../../src/evals/outcomes/scored-columns.js";
import type { ScoredValue } from "../../src/evals/outcomes/scored-value.js";
import { SummaryBuilder } from "../../src/evals/summary.js";
import type { CaseResult } from "../../src/evals/types.js";
import type { EvaluationEvidence } from "../../src/registry/evidence/evidence.js";
import { evidence } from "./evidence.js";

/** A result of a test with what metrics over all cases are made of. */
export function scoredResult(
  test: string,
  values: readonly ScoredValue[],
  more: Partial<CaseResult> = {},
): CaseResult {
  return {
    ...{ id: test, index: 0, test, prompt: "p", provider: "x", repeat: 0, status: "passed", score: 1 },
    grades: values.map((scored) => ({
      ...{ type: scored.metric, status: "passed", score: 1, weight: 1, reason: "", scored },
    })),
    ...{ namedScores: {}, messages: [], vars: {}, slices: {}, tags: [], critical: false, cached: false },
    ...{ metadata: {}, digests: { input: "0123456789abcdef", grading: "fedcba9876543210" } },
    ...more,
  };
}

/** Evidence of results, as recording it makes it. */
export function evidenceOfResults(results: readonly CaseResult[]): EvaluationEvidence {
  const [summary, columns] = [new SummaryBuilder({ derived: [], gates: [] }, true), new ScoredColumns()];
  for (const result of results) {
    summary.add(result);
    columns.add(result);
  }
  const outcomes = compactOutcomes(summary.outcomes, columns.finish(summary.outcomes));
  const { total, passed, failed, errored, passRate, interval, metrics, estimates } = summary.finish();
  const intervals = Object.entries(estimates?.metrics ?? {}).flatMap(([name, { interval: ends }]) =>
    ends === undefined ? [] : [[name, ends] as const],
  );
  return evidence({
    summary: {
      ...evidence().summary,
      ...{ cases: total, passed, failed, errored, passRate, interval, metrics },
      intervals: Object.fromEntries(intervals),
    },
    ...(outcomes && { outcomes }),
  });
}

/** The same evidence with other lines of its cases. */
export function withCases(
  of: EvaluationEvidence,
  change: (cases: readonly string[]) => readonly string[],
): EvaluationEvidence {
  return of.outcomes === undefined
    ? of
    : { ...of, outcomes: { ...of.outcomes, cases: change(of.outcomes.cases) } };
}

/** As an mlx wrote it that kept no truth and prediction. */
export function withoutScores(of: EvaluationEvidence): EvaluationEvidence {
  if (of.outcomes?.scored === undefined) return of;
  const { scored, ...outcomes } = of.outcomes;
  const width = scored.columns.length;
  const cases = outcomes.cases.map((line) => {
    const words = line.split(" ");
    return [
      ...words.slice(0, 10 + outcomes.metrics.length),
      ...words.slice(10 + outcomes.metrics.length + width),
    ].join(" ");
  });
  return { ...of, outcomes: { ...outcomes, cases } };
}
