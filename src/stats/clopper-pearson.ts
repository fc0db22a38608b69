import { incompleteBetaInverse } from "./distributions/incomplete-beta.js";
import type { Interval } from "./types.js";

/**
 * The exact interval of a rate of independent trials: never covers less than it says, and mostly more.
 * @param successes of `trials`, whole numbers, `trials` above 0. @throws {RangeError} otherwise.
 * @see C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404–413
 */
export function clopperPearson(successes: number, trials: number, confidence = 0.95): Interval {
  const whole = Number.isInteger(successes) && Number.isInteger(trials);
  if (!(whole && trials > 0 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`${successes} of ${trials} trials`);
  }
  const beyond = (1 - confidence) / 2;
  const failures = trials - successes;
  return [
    successes === 0 ? 0 : incompleteBetaInverse(successes, failures + 1, beyond),
    failures === 0 ? 1 : 1 - incompleteBetaInverse(failures, successes + 1, beyond),
  ];
}
