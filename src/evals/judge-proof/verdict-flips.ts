import { rateEstimate } from "../../stats/rate-estimate.js";
import type { Interval } from "../../stats/types.js";

/** How often a judge that is asked again about the same answer says something else. */
export interface VerdictFlips {
  /** How often each case was judged, at most. */
  readonly repeats: number;
  /** Cases that were judged at least twice. */
  readonly cases: number;
  /** Of these, those whose verdicts are not all the same. */
  readonly flipped: number;
  readonly share: number;
  readonly interval?: Interval;
  /** Judgements that could not be had. */
  readonly errored: number;
}

/** @param verdicts of each case its categories; undefined for one that could not be had. Undefined where none was judged twice. */
export function verdictFlips(
  verdicts: readonly (readonly (number | undefined)[])[],
): VerdictFlips | undefined {
  const known = verdicts.map((of) => of.filter((category) => category !== undefined));
  const twice = known.filter((of) => of.length > 1);
  if (twice.length === 0) return undefined;
  const isFlipped = (of: readonly number[]) => new Set(of).size > 1;
  const flipped = twice.filter(isFlipped).length;
  const { value, interval } = rateEstimate(twice.map((of) => ({ sum: Number(isFlipped(of)), count: 1 })));
  const asked = verdicts.reduce((sum, of) => sum + of.length, 0);
  return {
    repeats: Math.max(...verdicts.map((of) => of.length)),
    cases: twice.length,
    flipped,
    share: value,
    ...(interval && { interval }),
    errored: asked - known.reduce((sum, of) => sum + of.length, 0),
  };
}
