import type { Grade } from "./types.js";

/** A sum of weighted scores, and of the weights. */
export interface WeightedTotal {
  readonly total: number;
  readonly weight: number;
}

/**
 * The named scores of one case: per metric the mean of the scores that count towards it, by their weights.
 * @returns a plain mapping, for results.
 */
export function namedScoresOf(grades: readonly Grade[]): Record<string, number> {
  const totals = [...namedTotals(grades)];
  if (totals.length === 0) return {};
  return Object.fromEntries(
    totals.map(([name, { total, weight }]) => [name, weight > 0 ? total / weight : 0]),
  );
}

/**
 * Sums per metric: an assertion counts for its `metric` and for the scores that it names itself; what is in an assert-set counts by the
 * set's weight too. Errors count for nothing.
 */
export function namedTotals(grades: readonly Grade[]): ReadonlyMap<string, WeightedTotal> {
  if (!grades.some(namesScores)) return none;
  const totals = new Map<string, WeightedTotal>();
  const add = (name: string, score: number, weight: number): void => {
    const before = totals.get(name) ?? { total: 0, weight: 0 };
    totals.set(name, { total: before.total + score * weight, weight: before.weight + weight });
  };
  for (const { status, metric, score, weight, type, components, namedScores } of grades) {
    if (status === "errored" || score === undefined) continue;
    if (metric !== undefined) add(metric, score, weight);
    if (namedScores) {
      for (const [name, own] of Object.entries(namedScores)) if (name !== metric) add(name, own, weight);
    }
    if (type !== "assert-set" || !components) continue;
    for (const [name, inner] of namedTotals(components)) {
      if (name !== metric)
        add(name, inner.weight > 0 ? inner.total / inner.weight : 0, inner.weight * weight);
    }
  }
  return totals;
}

const none: ReadonlyMap<string, WeightedTotal> = new Map();

function namesScores({ metric, namedScores, components }: Grade): boolean {
  return metric !== undefined || namedScores !== undefined || components !== undefined;
}
