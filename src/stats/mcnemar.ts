import { binomialCdf } from "./distributions/binomial.js";

/**
 * The exact McNemar test: were those that changed as likely to become better as worse?
 * @param improved, @param regressed cases that changed: whole, 0 or more.
 * @returns the two-sided p-value; 1 where none changed.
 * @throws {RangeError} if a count is not whole or below 0.
 * @see Q. McNemar, Psychometrika 12 (1947) 153–157
 */
export function mcnemarExact(improved: number, regressed: number): number {
  const fewer = Math.min(improved, regressed);
  if (!(Number.isInteger(improved + regressed) && Number.isInteger(fewer) && fewer >= 0)) {
    throw new RangeError(`${improved} improved, ${regressed} regressed`);
  }
  return Math.min(1, 2 * binomialCdf(fewer, improved + regressed, 0.5));
}
