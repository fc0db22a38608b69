import { compareBytes } from "../../core/byte-order.js";
import { comparePairs } from "../../stats/compare-pairs.js";
import { holm } from "../../stats/holm.js";
import type { Pair } from "../../stats/types.js";
import type { OutcomePair } from "./pair-outcomes.js";
import type { CaseOutcome, ComparisonVerdict, MetricComparison } from "./types.js";
import { unitOf } from "./unit-of.js";

/** Two-sided, over all metrics together. */
const alpha = 0.05;

/** A metric before it is known how many others are asked for. */
type Unadjusted = Omit<MetricComparison, "verdict" | "adjustedP"> & { readonly span: number };

type Value = (outcome: CaseOutcome) => number | undefined;

/**
 * The pass rate, the score where it says more than that, and each named score, over the cases that have it on both sides.
 * @param pairs at least one. @param effect smallest change that matters, as a share.
 */
export function compareMetrics(pairs: readonly OutcomePair[], effect: number): readonly MetricComparison[] {
  const namesOf = namesIn(pairs);
  const names = new Set<string>();
  for (const { after } of pairs) for (const name of Object.keys(after.metrics)) names.add(name);
  const named = [...names].sort(compareBytes);
  const metrics = [
    compared("passRate", pairs, passShare, namesOf),
    ...(pairs.some(scoresMore) ? [compared("score", pairs, ({ score }) => score, namesOf)] : []),
    ...named.map((name) =>
      compared(
        name,
        pairs,
        ({ metrics: own }) => (Object.hasOwn(own, name) ? own[name] : undefined),
        namesOf,
      ),
    ),
  ];
  return decided(
    metrics.flatMap((metric) => metric ?? []),
    effect,
  );
}

/** The pass rate in each slice that has a pair. */
export function compareSlices(
  pairs: readonly OutcomePair[],
  effect: number,
): readonly (MetricComparison & { readonly name: string; readonly value: string })[] {
  const slices = new Map<string, { name: string; value: string; pairs: OutcomePair[] }>();
  for (const pair of pairs) {
    for (const [name, value] of Object.entries(pair.after.slices)) {
      const key = `${name}\0${value}`;
      const slice = slices.get(key);
      if (slice === undefined) slices.set(key, { name, value, pairs: [pair] });
      else slice.pairs.push(pair);
    }
  }
  const namesOf = namesIn(pairs);
  const sorted = [...slices].sort(([a], [b]) => compareBytes(a, b)).map(([, slice]) => slice);
  const metrics = sorted.flatMap(({ name, value, pairs: own }) => {
    const metric = compared("passRate", own, passShare, namesOf);
    return metric === undefined ? [] : [{ ...metric, name, value }];
  });
  return decided(metrics, effect);
}

/** Share of the graded repeats that passed. */
export function passShare({ passed, graded }: CaseOutcome): number {
  return passed / graded;
}

/** Whether the score is not just 1 for passed and 0 for failed. */
function scoresMore({ before, after }: OutcomePair): boolean {
  return [before, after].some(
    (outcome) => outcome.score !== undefined && Math.abs(outcome.score - passShare(outcome)) > 1e-9,
  );
}

function compared(
  metric: string,
  all: readonly OutcomePair[],
  valueIn: Value,
  names: Names,
): Unadjusted | undefined {
  const pairs: Pair[] = [];
  let [before, after, low, high] = [0, 0, 0, 1];
  for (const pair of all) {
    const [was, is] = [valueIn(pair.before), valueIn(pair.after)];
    if (was === undefined || is === undefined) continue;
    pairs.push({ ...names(pair.after), before: was, after: is });
    before += was;
    after += is;
    low = Math.min(low, was, is);
    high = Math.max(high, was, is);
  }
  if (pairs.length === 0) return undefined;
  const n = pairs.length;
  const span = high - low;
  const result = comparePairs(pairs, metric === "passRate" ? "rate" : "mean", { alpha });
  const least = Math.min(result.minimumDetectableEffect, span);
  return {
    metric,
    before: before / n,
    after: after / n,
    difference: result.difference,
    interval: result.interval ?? null,
    test: result.test,
    pValue: result.pValue,
    discordant: result.discordant,
    minimumDetectableEffect: least,
    minimumDetectableCases: Math.ceil((least / span) * n - 1e-9),
    ...{ n, units: result.units, span },
  };
}

type Names = (outcome: CaseOutcome) => Pick<Pair, "id" | "cluster">;

/**
 * Names the units of a comparison. A test that is asked of several prompts or providers is one cluster; a cluster may be called as a test
 * is. Where there is one prompt and one provider no text is made: there may be 100,000 cases.
 */
function namesIn(pairs: readonly OutcomePair[]): Names {
  const [first] = pairs;
  const isOne = pairs.every(
    ({ after: { prompt, provider } }) => prompt === first?.after.prompt && provider === first.after.provider,
  );
  return (outcome) => {
    const { id, prompt, provider } = outcome;
    return { id: isOne ? id : `${id}\0${prompt}\0${provider}`, cluster: unitOf(outcome) };
  };
}

function decided<T extends Unadjusted>(
  metrics: readonly T[],
  effect: number,
): (Omit<T, "span"> & Pick<MetricComparison, "verdict" | "adjustedP">)[] {
  const adjusted = holm(metrics.map(({ pValue }) => pValue));
  return metrics.map(({ span, ...metric }, index) => {
    const adjustedP = adjusted[index] ?? 1;
    return { ...metric, adjustedP, verdict: verdictOf(metric, adjustedP, effect * span) };
  });
}

function verdictOf(
  { difference, minimumDetectableEffect }: Pick<Unadjusted, "difference" | "minimumDetectableEffect">,
  adjustedP: number,
  effect: number,
): ComparisonVerdict {
  if (adjustedP <= alpha && difference !== 0) return difference > 0 ? "improved" : "regressed";
  return minimumDetectableEffect > effect ? "underpowered" : "no_evidence";
}
