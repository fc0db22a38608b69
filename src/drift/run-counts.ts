import type { Knot, NumericProfile } from "./profile.js";

/** Cells between knots; also most different values of which a longer column keeps all. */
export const cells = 256;
/** Columns of at most so many values keep all of them. */
export const smallCount = 1000;

/** Takes the different values of a column in rising order, with their ranks, and keeps what a profile keeps of them. */
export class RunCounts {
  readonly #count: number;
  readonly #ranks: readonly number[];
  readonly #given: readonly number[] | undefined;
  readonly #knots: Knot[] = [];
  #runs: Knot[] | undefined = [];
  #next = 0;

  /** @param knots where to count, rising; by default at the ends of 256 cells. */
  constructor(count: number, knots: readonly number[] | undefined) {
    this.#count = count;
    this.#given = knots;
    this.#ranks = knots === undefined ? ranksOf(count) : [];
  }

  /** A value that is greater than the last: how many are below it, and at or below it. */
  add(value: number, below: number, atOrBelow: number): void {
    if (this.#runs !== undefined) {
      if (this.#runs.length < cells || this.#count <= smallCount) this.#runs.push([value, below, atOrBelow]);
      else this.#runs = undefined;
    }
    if (this.#given !== undefined) this.#passKnots(value, below, atOrBelow);
    else if (this.#nextRank <= atOrBelow) {
      this.#knots.push([value, below, atOrBelow]);
      while (this.#nextRank <= atOrBelow) this.#next++;
    }
  }

  /** Values are left out: there are more than are kept. None of them is where it has to be counted. */
  leaveOut(): void {
    this.#runs = undefined;
  }

  /** No value between the last one and this place: the first `knots` of the given ones are passed. */
  passTo(knots: number, below: number): void {
    for (; this.#next < knots; this.#next++) {
      const knot = this.#given?.[this.#next];
      if (knot !== undefined) this.#knots.push([knot, below, below]);
    }
  }

  end(): Pick<NumericProfile, "knots" | "values"> {
    this.passTo(this.#given?.length ?? 0, this.#count);
    const runs = this.#runs;
    const isLossless = runs !== undefined && (runs.length <= cells || this.#count <= smallCount);
    const ofAll = runs !== undefined && runs.length <= cells && this.#given === undefined;
    return {
      knots: ofAll ? runs : this.#knots,
      ...(isLossless && { values: runs.map(([value, from, to]) => [value, to - from] as const) }),
    };
  }

  get #nextRank(): number {
    return this.#ranks[this.#next] ?? Number.POSITIVE_INFINITY;
  }

  #passKnots(value: number, from: number, to: number): void {
    for (let knot = this.#given?.[this.#next]; knot !== undefined && knot <= value; ) {
      this.#knots.push(knot === value ? [knot, from, to] : [knot, from, from]);
      knot = this.#given?.[++this.#next];
    }
  }
}

/** Ranks, from 1, rising: of the least value and of the last value of each cell. */
export function ranksOf(count: number): number[] {
  const ranks = new Set<number>();
  if (count > 0) ranks.add(1);
  for (let cell = 1; cell <= cells && count > 0; cell++) ranks.add(Math.ceil((cell * count) / cells));
  return [...ranks];
}
