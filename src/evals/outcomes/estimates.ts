import { meanEstimate } from "../../stats/mean-estimate.js";
import { passAtK, passHatK } from "../../stats/pass-at-k.js";
import { quantileEstimate } from "../../stats/quantile-estimate.js";
import { rateEstimate } from "../../stats/rate-estimate.js";
import type { Measured } from "../../stats/scoring/types.js";
import type { Estimate, Unit } from "../../stats/types.js";
import { wilson } from "../../stats/wilson.js";
import { passShare } from "./compare-metrics.js";
import type { CaseOutcome, Estimates } from "./types.js";
import { unitOf } from "./unit-of.js";

/** Most repeats at a time that pass@k and pass^k are told of. */
const mostRepeats = 10;

/** Times of answers, ascending, in milliseconds. */
export interface SortedTimes {
  readonly latencyMs: Float64Array;
  readonly ttftMs: Float64Array;
}

type Value = (outcome: CaseOutcome) => number | undefined;

/**
 * The figures of some cases with their intervals. What could not be graded counts for nothing. A score that is 0 or 1 in every case is a share of
 * the cases, as the pass rate is.
 * @param outcomes each case once. @param measures figures that only all of these cases together have, made elsewhere.
 */
export function estimatesOf(
  outcomes: readonly CaseOutcome[],
  times: SortedTimes,
  measures: Readonly<Record<string, Measured>> = {},
): Estimates {
  const graded = outcomes.filter((outcome) => outcome.graded > 0);
  const metrics: Record<string, Estimate> = {};
  if (graded.length > 0) metrics["passRate"] = rateOf(graded, passShare, areIndependent(graded));
  const passRate = metrics["passRate"];
  if (passRate !== undefined) {
    const score = scoreEstimate(graded, passRate);
    if (score !== undefined) metrics["score"] = score;
  }
  const named = [...namesOf(outcomes)].flatMap((name) => {
    const estimate = meanOf(outcomes, ({ metrics: own }) =>
      Object.hasOwn(own, name) ? own[name] : undefined,
    );
    return estimate === undefined ? [] : [[name, estimate] as const];
  });
  const measured = Object.entries(measures).flatMap(([name, measure]) =>
    measure.value === null ? [] : [[name, measure] as const],
  );
  const all = [...Object.entries(metrics), ...repeatEstimates(graded, passRate), ...named, ...measured];
  return { metrics: Object.fromEntries(all), quantiles: quantilesOf(times) };
}

/** A score that is just 1 for passed and 0 for failed is as sure as the pass rate. */
function scoreEstimate(graded: readonly CaseOutcome[], passRate: Estimate): Estimate | undefined {
  const same = graded.every(
    (outcome) => outcome.score !== undefined && Math.abs(outcome.score - passShare(outcome)) < 1e-9,
  );
  return same ? passRate : meanOf(graded, ({ score }) => score);
}

function namesOf(outcomes: readonly CaseOutcome[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { metrics } of outcomes) for (const name in metrics) names.add(name);
  return names;
}

function meanOf(outcomes: readonly CaseOutcome[], valueIn: Value): Estimate | undefined {
  let whole = true;
  const having = outcomes.filter((outcome) => {
    const value = valueIn(outcome);
    if (value !== undefined && value !== 0 && value !== 1) whole = false;
    return value !== undefined;
  });
  if (having.length === 0) return undefined;
  const of = (outcome: CaseOutcome) => valueIn(outcome) ?? 0;
  return whole ? rateOf(having, of, areIndependent(having)) : meanEstimate(unitsOf(having, of));
}

/** Over the cases with at least k graded repeats; of a single repeat nothing is told that the pass rate does not say. */
function repeatEstimates(
  graded: readonly CaseOutcome[],
  passRate: Estimate | undefined,
): readonly (readonly [string, Estimate])[] {
  const most = graded.reduce((so, outcome) => Math.max(so, outcome.graded), 0);
  if (most < 2 || passRate === undefined) return [];
  const estimates: (readonly [string, Estimate])[] = [];
  for (let k = 1; k <= Math.min(most, mostRepeats); k++) {
    for (const [sign, chance] of [
      ["@", passAtK],
      ["^", passHatK],
    ] as const) {
      const of = ({ passed, graded: n }: CaseOutcome) => chance(passed, n, k);
      const estimate = k === 1 ? passRate : meanOf(graded, of);
      if (estimate !== undefined) estimates.push([`pass${sign}${k}`, estimate]);
    }
  }
  return estimates;
}

/** Whether each case is a unit of its own, graded once: so it is of most suites, and 100,000 units need not be made to know it. */
function areIndependent(graded: readonly CaseOutcome[]): boolean {
  const [first] = graded;
  return graded.every(
    (outcome) =>
      outcome.graded === 1 &&
      outcome.cluster === undefined &&
      outcome.prompt === first?.prompt &&
      outcome.provider === first.provider,
  );
}

/** @param valueIn 0 or 1 of each case, or, where they are not independent, a share. */
function rateOf(
  outcomes: readonly CaseOutcome[],
  valueIn: (outcome: CaseOutcome) => number,
  independent: boolean,
): Estimate {
  if (!independent) return rateEstimate(unitsOf(outcomes, valueIn));
  const n = outcomes.length;
  const passed = outcomes.reduce((sum, outcome) => sum + valueIn(outcome), 0);
  return { value: passed / n, interval: wilson(passed, n), method: "wilson", n, units: n };
}

/** Cases that are independent of each other are units of their own; the others are put together. */
function unitsOf(
  outcomes: readonly CaseOutcome[],
  valueIn: (outcome: CaseOutcome) => number,
): readonly Unit[] {
  const units = new Map<string, { sum: number; count: number; trials: number }>();
  for (const outcome of outcomes) {
    const name = unitOf(outcome);
    const trials = Math.max(1, outcome.graded);
    const unit = units.get(name);
    if (unit === undefined) units.set(name, { sum: valueIn(outcome), count: 1, trials });
    else {
      unit.sum += valueIn(outcome);
      unit.count++;
      unit.trials += trials;
    }
  }
  return [...units.values()];
}

function quantilesOf(times: SortedTimes): Estimates["quantiles"] {
  const kinds = ["latencyMs", "ttftMs"] as const;
  const shares = [
    ["p50", 0.5],
    ["p95", 0.95],
  ] as const;
  return Object.fromEntries(
    kinds.flatMap((kind) =>
      times[kind].length === 0
        ? []
        : shares.map(([name, share]) => [`${kind}.${name}`, quantileEstimate(times[kind], share)] as const),
    ),
  );
}
