/**
 * p-values adjusted for asking several questions of the same data (step up): among those at or below α, the share of false claims is
 * expected to be α at most, for independent or positively dependent tests.
 * @param pValues each 0 to 1. @returns one for each, in their order.
 * @throws {RangeError} if one is not a number from 0 to 1.
 * @see Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289–300
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`not a p-value: ${wrong}`);
  const order = pValues.map((p, place) => ({ p, place })).sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(pValues.length);
  let lowest = 1;
  order.forEach(({ p, place }, fromTop) => {
    lowest = Math.min(lowest, (p * order.length) / (order.length - fromTop));
    adjusted[place] = lowest;
  });
  return adjusted;
}
