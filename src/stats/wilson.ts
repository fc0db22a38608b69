import { normalQuantile } from "./distributions/normal.js";
import type { Interval } from "./types.js";

/**
 * Wilson's interval of a rate of independent trials: it stays within 0 to 1 and holds for few trials too.
 * @param successes of `trials`, which is above 0; both may be fractions where trials are not independent and count for less.
 * @see E. B. Wilson, JASA 22 (1927) 209–212; Brown, Cai, DasGupta, Statistical Science 16 (2001) 101–133
 */
export function wilson(successes: number, trials: number, confidence = 0.95): Interval {
  if (!(trials > 0 && successes >= 0 && successes <= trials))
    throw new RangeError(`${successes} of ${trials} trials`);
  const z = normalQuantile((1 + confidence) / 2);
  const rate = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / scale;
  const reach = (z / scale) * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  return [
    successes === 0 ? 0 : Math.max(0, centre - reach),
    successes === trials ? 1 : Math.min(1, centre + reach),
  ];
}
