import { DoubleCells } from "./double-cells.js";
import { FixedSums } from "./fixed-sums.js";
import { type FiniteFigures, momentsOf, NumericScan } from "./numeric-scan.js";
import { cells as mostRuns, RunCounts, ranksOf } from "./run-counts.js";
import { sortDoubles } from "./sort-doubles.js";

const few = 4096;
/** Values that a processor keeps at hand while they are looked at twice. */
const atHand = 4096;

/** What is known of values once each was seen. */
export interface Ends {
  readonly min: number;
  readonly max: number;
  readonly zeros: number;
}

/** A cell whose values are looked into. */
interface Wanted {
  readonly count: number;
  /** Values in the cells below it. */
  readonly below: number;
  /** Given knots that are in it or in those below. */
  readonly knots: number;
}

/**
 * Makes the figures of the finite values of a column, in any order, as `NumericScan` makes them of sorted ones. It does not sort: it
 * counts values in a million cells, and looks into those that hold a place where to count, which is a few of a hundred.
 * Keeps its room between columns.
 */
export class ColumnFigures {
  #counts = new Uint32Array(0);
  #slots = new Uint16Array(0);

  /**
   * @param values none is minus zero; they are left in another order.
   * @param ends of these values; whatever, where there is none.
   * @param knots where to count, rising; by default at the ends of 256 cells.
   */
  of(values: Float64Array, { min, max, zeros }: Ends, knots?: readonly number[]): FiniteFigures {
    const { length } = values;
    const largest = length === 0 ? 0 : Math.max(Math.abs(min), Math.abs(max));
    if (length <= few) {
      const scan = new NumericScan({ count: length, largest, ...(knots !== undefined && { knots }) });
      scan.add(values.sort());
      return scan.figures();
    }
    const sums = new FixedSums(largest);
    const cells = new DoubleCells(min, max);
    this.#clear(cells.length);
    for (let from = 0; from < length; from += atHand) {
      const some = values.subarray(from, from + atHand);
      sums.add(some);
      cells.count(some, this.#counts);
    }
    const runs = new RunCounts(length, knots);
    this.#addRuns(values, runs, cells, [min, max], knots);
    const moments = momentsOf(sums, knots !== undefined);
    return { zeros, min, max, ...moments, ...(min === max && { m2: 0 }), ...runs.end() };
  }

  #addRuns(
    values: Float64Array,
    runs: RunCounts,
    cells: DoubleCells,
    [min, max]: readonly [number, number],
    knots: readonly number[] | undefined,
  ): void {
    const outside = knots?.filter((knot) => knot < min).length ?? 0;
    const inside = Float64Array.from(knots?.filter((knot) => knot >= min && knot <= max) ?? []);
    runs.passTo(outside, 0);
    const ranks = knots === undefined ? ranksOf(values.length) : [];
    const wanted = this.#chooseCells(cells.length, ranks, cells.of(inside), runs);
    const firsts = new Float64Array(wanted.length + 1).fill(Number.NaN);
    const others = new Uint32Array(wanted.length + 1);
    const moved = values.subarray(0, cells.gather(values, this.#slots, firsts, others));
    sortDoubles(moved);
    let from = 0;
    for (const [at, { count, below, knots: passed }] of wanted.entries()) {
      const to = from + (others[at + 1] ?? 0);
      if (count > 0) addRuns(runs, moved.subarray(from, to), firsts[at + 1] ?? 0, count, below);
      runs.passTo(outside + passed, below + count);
      from = to;
    }
  }

  #clear(length: number): void {
    if (this.#counts.length < length) {
      this.#counts = new Uint32Array(length);
      this.#slots = new Uint16Array(length);
    } else {
      this.#counts.fill(0, 0, length);
      this.#slots.fill(0, 0, length);
    }
  }

  /** The cells to look into, rising: those of ranks and knots, or where so few have values that they may be all values, these. */
  #chooseCells(
    length: number,
    ranks: readonly number[],
    knots: readonly number[],
    runs: RunCounts,
  ): readonly Wanted[] {
    const counts = this.#counts;
    let filled = 0;
    for (let cell = 0; cell < length && filled <= mostRuns; cell++) if (counts[cell] !== 0) filled++;
    const takesAll = filled <= mostRuns;
    if (!takesAll) runs.leaveOut();
    const wanted: Wanted[] = [];
    let [below, rank, knot] = [0, 0, 0];
    let nextRank = ranks[rank] ?? Number.POSITIVE_INFINITY;
    let nextKnot = knots[knot] ?? length;
    for (let cell = 0; cell < length; cell++) {
      const count = counts[cell] ?? 0;
      if (count === 0 && cell !== nextKnot) continue;
      const upTo = below + count;
      if (takesAll || cell === nextKnot || nextRank <= upTo) {
        while (nextRank <= upTo) nextRank = ranks[++rank] ?? Number.POSITIVE_INFINITY;
        while (nextKnot === cell) nextKnot = knots[++knot] ?? length;
        wanted.push({ count, below, knots: knot });
        this.#slots[cell] = wanted.length;
      }
      below = upTo;
    }
    return wanted;
  }
}

/** The different values of one cell, rising. @param others its values save those that equal `first`, sorted. */
function addRuns(runs: RunCounts, others: Float64Array, first: number, count: number, below: number): void {
  const ofFirst = count - others.length;
  let [seen, isPassed] = [below, false];
  const passFirst = () => {
    runs.add(first, seen, seen + ofFirst);
    seen += ofFirst;
    isPassed = true;
  };
  for (let at = 0; at < others.length; ) {
    const value = others[at] ?? 0;
    if (!isPassed && first < value) passFirst();
    const from = at;
    while (others[at] === value) at++;
    runs.add(value, seen, seen + at - from);
    seen += at - from;
  }
  if (!isPassed) passFirst();
}
