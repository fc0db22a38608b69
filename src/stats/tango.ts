import { normalQuantile } from "./distributions/normal.js";
import { rootBetween } from "./root.js";
import type { Interval } from "./types.js";

/**
 * Tango's score interval of the difference of two paired rates, after less before. It says something where no case changed too.
 * @param improved, @param regressed cases that changed, of `cases`, which is above 0.
 * @throws {RangeError} if they are no such counts.
 * @see T. Tango, Statistics in Medicine 17 (1998) 891–908
 */
export function tangoInterval(
  improved: number,
  regressed: number,
  cases: number,
  confidence = 0.95,
): Interval {
  if (!(cases > 0 && improved >= 0 && regressed >= 0 && improved + regressed <= cases)) {
    throw new RangeError(`${improved} improved and ${regressed} regressed of ${cases} cases`);
  }
  const z = normalQuantile((1 + confidence) / 2);
  const beyond = (difference: number): number => {
    const off = improved - regressed - cases * difference;
    // The square of the score less z²; its sign is all that counts, so that nothing is divided.
    return off * off - z * z * cases * scoreVariance(improved, regressed, cases, difference);
  };
  const seen = (improved - regressed) / cases;
  return [
    regressed === cases ? -1 : rootBetween(beyond, -1, seen),
    improved === cases ? 1 : rootBetween(beyond, seen, 1),
  ];
}

/** Variance of the difference of a case if the true difference is `difference`, at its likeliest. */
function scoreVariance(improved: number, regressed: number, cases: number, difference: number): number {
  const linear = -improved - regressed + (2 * cases - improved + regressed) * difference;
  const constant = -regressed * difference * (1 - difference);
  const root = Math.sqrt(Math.max(0, linear * linear - 8 * cases * constant));
  const worse =
    linear > 0 && constant !== 0 ? (-2 * constant) / (linear + root) : (root - linear) / (4 * cases);
  return Math.max(0, 2 * worse + difference * (1 - difference));
}
