import { compareBytes } from "../../core/byte-order.js";
import type { BaselineSummary } from "./baseline.js";
import { passShare } from "./compare-metrics.js";
import type { CaseOutcome } from "./types.js";

/** @param outcomes in order, so that the same cases give the same sums. */
export function summarizeOutcomes(outcomes: readonly CaseOutcome[]): BaselineSummary {
  const graded = outcomes.filter((outcome) => outcome.graded > 0);
  const names = new Set<string>();
  for (const { metrics } of outcomes) for (const name of Object.keys(metrics)) names.add(name);
  const metrics = [...names].sort(compareBytes).flatMap((name) => {
    const value = meanOf(
      outcomes.flatMap(({ metrics: own }) => (Object.hasOwn(own, name) ? (own[name] ?? []) : [])),
    );
    return value === null ? [] : [[name, value] as const];
  });
  return {
    cases: outcomes.length,
    passed: sumOf(outcomes, ({ passed }) => passed),
    graded: sumOf(outcomes, (outcome) => outcome.graded),
    errored: sumOf(outcomes, ({ errored }) => errored),
    passRate: meanOf(graded.map(passShare)),
    score: meanOf(outcomes.flatMap(({ score }) => score ?? [])),
    metrics: Object.fromEntries(metrics),
  };
}

function sumOf(outcomes: readonly CaseOutcome[], count: (outcome: CaseOutcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + count(outcome), 0);
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toPrecision(12));
}
