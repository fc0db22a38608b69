import { countOf } from "../../core/format-bytes.js";
import { signedText } from "../../core/signed-text.js";
import type { JudgeReport } from "../../evals/judge-proof/judge-report.js";
import { percentText } from "../../evals/report/figures.js";
import type { Interval } from "../../stats/types.js";

/** What is known of a judge beside its agreement: whether it follows the position, prefers its own, or changes its mind. */
export function biasLines({ positionBias, selfPreference, flips }: JudgeReport): readonly string[] {
  return [
    ...(positionBias === undefined
      ? []
      : [
          `position bias: ${percentText(positionBias.share)} of ${countOf(positionBias.comparisons, "comparison")} follow the position${range(positionBias.interval)}: ${positionBias.first} times the first, ${positionBias.second} times the second`,
        ]),
    ...(selfPreference === undefined
      ? []
      : [
          `self-preference: ${points(selfPreference.difference)} points${pointRange(selfPreference.interval)}: of ${countOf(selfPreference.own.n, "answer")} of its own it accepts ${percentText(selfPreference.own.judge)} where people accept ${percentText(selfPreference.own.people)}, of ${countOf(selfPreference.others.n, "answer")} of others ${percentText(selfPreference.others.judge)} where people accept ${percentText(selfPreference.others.people)}`,
        ]),
    ...(flips === undefined
      ? []
      : [
          `flips: asked ${flips.repeats} times about the same answer it changed its mind on ${flips.flipped} of ${flips.cases}, ${percentText(flips.share)}${range(flips.interval)}${flips.errored === 0 ? "" : `; ${countOf(flips.errored, "judgement")} could not be had`}`,
        ]),
  ];
}

function range(interval: Interval | undefined): string {
  return interval === undefined ? "" : ` (95% interval ${interval.map(percentText).join(" to ")})`;
}

function pointRange(interval: Interval | undefined): string {
  return interval === undefined ? "" : ` (95% interval ${interval.map(points).join(" to ")})`;
}

function points(share: number): string {
  return signedText(share, Math.abs(100 * share).toFixed(1));
}
