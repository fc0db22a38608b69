import { chiSquareTail } from "../distributions/chi-square.js";
import { poolRare } from "./pool-rare.js";
import type { Counts, TestOutcome } from "./types.js";

export interface ContingencyOutcome extends TestOutcome {
  /** Degrees of freedom. */
  readonly freedom: number;
}

/**
 * Pearson's chi-square test that two samples have one distribution, by the contingency table of both; with Yates' correction for two
 * categories. Rare categories are pooled. One category alone never differs.
 * @throws {RangeError} if a sample is empty.
 */
export function chiSquare(a: Counts, b: Counts): ContingencyOutcome {
  return contingency(a, b, (seen, expected) => (seen - expected) ** 2 / expected);
}

/** The same by the likelihood ratio: 2 Σ seen · ln(seen / expected). @throws {RangeError} if a sample is empty. */
export function gTest(a: Counts, b: Counts): ContingencyOutcome {
  return contingency(a, b, (seen, expected) =>
    seen === 0 ? 2 * expected : 2 * (seen * Math.log(seen / expected) - seen + expected),
  );
}

function contingency(
  a: Counts,
  b: Counts,
  part: (seen: number, expected: number) => number,
): ContingencyOutcome {
  const cells = poolRare(a, b);
  const freedom = cells.a.length - 1;
  if (freedom < 1) return { statistic: 0, pValue: 1, freedom: 0 };
  const totals = [cells.a, cells.b].map((side) => side.reduce((sum, count) => sum + count, 0));
  const [n = 0, m = 0] = totals;
  let statistic = 0;
  cells.a.forEach((inA, i) => {
    const inB = cells.b[i] ?? 0;
    for (const [seen, total] of [
      [inA, n],
      [inB, m],
    ] as const) {
      const expected = ((inA + inB) * total) / (n + m);
      statistic += part(freedom === 1 ? corrected(seen, expected) : seen, expected);
    }
  });
  return { statistic, pValue: chiSquareTail(statistic, freedom), freedom };
}

/** Half a unit closer to what is expected, never beyond. */
function corrected(seen: number, expected: number): number {
  const apart = expected - seen;
  return seen + Math.sign(apart) * Math.min(0.5, Math.abs(apart));
}
