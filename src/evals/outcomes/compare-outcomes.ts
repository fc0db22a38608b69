import { compareBytes } from "../../core/byte-order.js";
import { compareMetrics, compareSlices, passShare } from "./compare-metrics.js";
import type { EvaluationSide } from "./evaluation-side.js";
import { incomparable } from "./incomparable.js";
import { type OutcomePair, pairOutcomes } from "./pair-outcomes.js";
import type { Comparison, FlippedCase } from "./types.js";

/** Smallest change that matters where the suite names none: five points. */
export const defaultEffect = 0.05;

/**
 * Compares two evaluations case by case. What one side alone has, what was asked or graded otherwise, and what could not be graded is
 * listed and counts for nothing. The order of the outcomes makes no difference.
 * @param options.effect smallest change that matters, as a share, above 0.
 */
export function compareOutcomes(
  before: EvaluationSide,
  after: EvaluationSide,
  { effect }: { readonly effect: number },
): Comparison {
  const paired = pairOutcomes(before, after);
  const { shared: _, ...lists } = paired;
  const reasons = incomparable(before, after, paired);
  const metrics = reasons.length > 0 ? [] : compareMetrics(paired.pairs, effect);
  const [passRate] = metrics;
  const { pairs, ...found } = lists;
  return {
    ...(passRate && { verdict: passRate.verdict }),
    incomparable: reasons,
    metrics,
    slices: reasons.length > 0 ? [] : compareSlices(pairs, effect),
    flipped: pairs.flatMap(flipOf).sort(worstFirst),
    ...found,
  };
}

function flipOf({ before, after }: OutcomePair): readonly FlippedCase[] {
  const [was, is] = [passShare(before), passShare(after)];
  if (was === is) return [];
  const { id, prompt, provider, critical, slices } = after;
  return [{ id, prompt, provider, before: was, after: is, critical, slices }];
}

function worstFirst(a: FlippedCase, b: FlippedCase): number {
  return (
    Number(b.after < b.before) - Number(a.after < a.before) ||
    Number(b.critical) - Number(a.critical) ||
    compareBytes(a.id, b.id) ||
    compareBytes(a.prompt, b.prompt) ||
    compareBytes(a.provider, b.provider)
  );
}
