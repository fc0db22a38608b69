/**
 * Where a function changes its sign between two places, by halving until no number lies between.
 * @param signOf at `low` and `high` its signs differ, or one of the two is 0; only its sign is looked at.
 */
export function rootBetween(signOf: (x: number) => number, low: number, high: number): number {
  const rising = signOf(low) < 0 || signOf(high) > 0;
  let [from, to] = [low, high];
  for (let step = 0; step < 200; step++) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to) break;
    const value = signOf(middle);
    if (value === 0) return middle;
    if (value < 0 === rising) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/**
 * Where a smooth function is 0, to some 1e-13: by Ridders' method, which takes few steps.
 * @param at its value: below 0 at `low`, 0 or above at `high`.
 * @see C. J. F. Ridders, IEEE Transactions on Circuits and Systems 26 (1979) 979–980
 */
export function smoothRootBetween(at: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  let [below, above] = [at(from), at(to)];
  for (let step = 0; step < 100 && to - from > 1e-13 * to && above !== 0; step++) {
    const middle = (from + to) / 2;
    const value = at(middle);
    const bent = middle - ((middle - from) * value) / Math.sqrt(value * value - below * above);
    const next = at(bent);
    for (const [x, y] of [
      [middle, value],
      [bent, next],
    ] as const) {
      if (x <= from || x >= to) continue;
      if (y < 0) [from, below] = [x, y];
      else [to, above] = [x, y];
    }
    if (Math.abs(next) < 1e-15) return bent;
  }
  return to;
}
