/**
 * p-values adjusted for asking several questions of the same data (step down): rejecting those at or below α keeps the chance of any
 * false rejection at or below α, whatever the dependence between them.
 * @param pValues each 0 to 1. @returns one for each, in their order.
 * @throws {RangeError} if one is not a number from 0 to 1.
 * @see S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70
 */
export function holm(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`not a p-value: ${wrong}`);
  const order = pValues.map((p, place) => ({ p, place })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  order.forEach(({ p, place }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (order.length - rank)));
    adjusted[place] = highest;
  });
  return adjusted;
}
