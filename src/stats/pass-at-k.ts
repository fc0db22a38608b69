/**
 * Chance that at least one of `k` repeats of a case passes, unbiased: 1 − C(n − c, k) / C(n, k).
 * @param passed c, of `graded` n repeats. @returns 0 to 1; undefined where `k` is below 1 or above `graded`.
 * @throws {RangeError} if the counts are not whole, or more passed than were graded.
 * @see M. Chen and others, Evaluating Large Language Models Trained on Code, arXiv 2107.03374
 */
export function passAtK(passed: number, graded: number, k: number): number | undefined {
  const none = passHatK(graded - passed, graded, k);
  return none === undefined ? undefined : 1 - none;
}

/**
 * Chance that all of `k` repeats of a case pass, unbiased: C(c, k) / C(n, k).
 * @param passed c, of `graded` n repeats. @returns 0 to 1; undefined where `k` is below 1 or above `graded`.
 * @throws {RangeError} if the counts are not whole, or more passed than were graded.
 * @see S. Yao and others, τ-bench, arXiv 2406.12045
 */
export function passHatK(passed: number, graded: number, k: number): number | undefined {
  if (![passed, graded, k].every(Number.isInteger) || passed < 0 || passed > graded) {
    throw new RangeError(`${passed} of ${graded} repeats, ${k} at a time`);
  }
  if (k < 1 || k > graded) return undefined;
  let chance = 1;
  for (let drawn = 0; drawn < k && chance > 0; drawn++)
    chance *= Math.max(0, passed - drawn) / (graded - drawn);
  return chance;
}
