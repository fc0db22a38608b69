import { incompleteBeta } from "./incomplete-beta.js";
import { devianceTerm, stirlingError } from "./stirling.js";

/**
 * Chance of `successes` among `trials` independent trials. Not limited to whole numbers: factorials are then gamma functions.
 * @param rate chance of one success, 0 to 1; @param failing 1 − `rate`, where it is known with more digits.
 * @see C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000)
 */
export function binomialDensity(successes: number, trials: number, rate: number, failing = 1 - rate): number {
  const failures = trials - successes;
  if (successes < 0 || failures < 0) return 0;
  if (rate <= 0) return successes === 0 ? 1 : 0;
  if (failing <= 0) return failures === 0 ? 1 : 0;
  if (successes === 0) return Math.exp(trials * logOf(failing, rate));
  if (failures === 0) return Math.exp(trials * logOf(rate, failing));
  const exponent =
    stirlingError(trials) -
    stirlingError(successes) -
    stirlingError(failures) -
    devianceTerm(successes, trials * rate) -
    devianceTerm(failures, trials * failing);
  return Math.exp(exponent) * Math.sqrt(trials / successes / failures / (2 * Math.PI));
}

/** Chance of at most `successes`, a whole number, among `trials`. */
export function binomialCdf(successes: number, trials: number, rate: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(trials - successes, successes + 1, 1 - rate, rate);
}

/** ln of a share, by its rest where that is the small one. */
function logOf(share: number, rest: number): number {
  return rest < 0.5 ? Math.log1p(-rest) : Math.log(share);
}
