import { ExactSum } from "./exact-sum.js";
import type { Knot, NumericProfile } from "./profile.js";

/** What a profile says of the finite values of a column. */
export type FiniteFigures = Pick<
  NumericProfile,
  "zeros" | "min" | "max" | "mean" | "m2" | "knots" | "values"
>;

export interface NumericScanOptions {
  /** How many values will come. */
  readonly count: number;
  /** Their greatest size. */
  readonly largest: number;
  /** Where to count; by default at the ends of 256 cells. Rising. */
  readonly knots?: readonly number[];
}

/** Cells between knots; also most different values of which a longer column keeps all. */
export const cells = 256;
/** Columns of at most so many values keep all of them. */
export const smallCount = 1000;
const safe = 2 ** 400;

/**
 * Takes the finite values of a column in rising order and makes its figures. Order, and sums that are exact enough not to show it,
 * make the same figures of the same values whatever machine sorted them.
 */
export class NumericScan {
  readonly #count: number;
  readonly #scale: number;
  readonly #sum = new ExactSum();
  readonly #squares = new ExactSum();
  readonly #ranks: readonly number[];
  readonly #given: readonly number[] | undefined;
  readonly #knots: Knot[] = [];
  #runs: Knot[] | undefined = [];
  #next = 0;
  #value = 0;
  #below = 0;
  #seen = 0;
  #zeros = 0;
  #min: number | null = null;

  constructor({ count, largest, knots }: NumericScanOptions) {
    this.#count = count;
    this.#given = knots;
    this.#ranks = knots === undefined ? ranksOf(count) : [];
    // Powers of two: squares neither overflow nor vanish, and nothing is rounded.
    this.#scale = largest > safe ? 2 ** -600 : largest !== 0 && largest < 1 / safe ? 2 ** 500 : 1;
  }

  /** @param length how many of the values count. */
  add(values: ArrayLike<number>, length: number = values.length): void {
    for (let at = 0; at < length; at++) {
      // Adding zero makes minus zero zero.
      const value = (values[at] ?? 0) + 0;
      if (this.#seen === 0) {
        this.#min = value;
        this.#value = value;
      } else if (value !== this.#value) {
        this.#endRun();
        this.#value = value;
        this.#below = this.#seen;
      }
      this.#seen++;
      const scaled = value * this.#scale;
      this.#sum.add(scaled);
      this.#squares.addProduct(scaled, scaled);
    }
  }

  figures(): FiniteFigures {
    if (this.#seen !== this.#count)
      throw new RangeError(`${this.#count} values announced, ${this.#seen} given`);
    if (this.#seen > 0) this.#endRun();
    this.#endKnots();
    const runs = this.#runs;
    const isLossless = runs !== undefined && (runs.length <= cells || this.#count <= smallCount);
    const ofAll = runs !== undefined && runs.length <= cells && this.#given === undefined;
    return {
      zeros: this.#zeros,
      min: this.#min,
      max: this.#seen === 0 ? null : this.#value,
      mean: this.#seen === 0 ? null : finite(this.#sum.over(this.#seen) / this.#scale),
      m2: this.#seen === 0 ? null : this.#m2(),
      knots: ofAll ? runs : this.#knots,
      ...(isLossless && { values: runs.map(([value, from, to]) => [value, to - from] as const) }),
    };
  }

  #endRun(): void {
    const [value, from, to] = [this.#value, this.#below, this.#seen];
    if (value === 0) this.#zeros = to - from;
    if (this.#runs !== undefined) {
      if (this.#runs.length < cells || this.#count <= smallCount) this.#runs.push([value, from, to]);
      else this.#runs = undefined;
    }
    if (this.#given !== undefined) this.#passKnots(value, from, to);
    else if ((this.#ranks[this.#next] ?? Number.POSITIVE_INFINITY) <= to) {
      this.#knots.push([value, from, to]);
      while ((this.#ranks[this.#next] ?? Number.POSITIVE_INFINITY) <= to) this.#next++;
    }
  }

  #passKnots(value: number, from: number, to: number): void {
    for (let knot = this.#given?.[this.#next]; knot !== undefined && knot <= value; ) {
      this.#knots.push(knot === value ? [knot, from, to] : [knot, from, from]);
      knot = this.#given?.[++this.#next];
    }
  }

  #endKnots(): void {
    for (const knot of this.#given?.slice(this.#next) ?? []) this.#knots.push([knot, this.#seen, this.#seen]);
  }

  #m2(): number | null {
    if (this.#min === this.#value) return 0;
    const scaled = this.#squares.lessSquareOver(this.#sum, this.#seen);
    return finite(Math.max(0, scaled) / this.#scale / this.#scale);
  }
}

/** JSON has no number for what overflows. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Ranks, from 1, of the least value and of the last value of each cell. */
function ranksOf(count: number): number[] {
  const ranks = new Set<number>();
  if (count > 0) ranks.add(1);
  for (let cell = 1; cell <= cells && count > 0; cell++) ranks.add(Math.ceil((cell * count) / cells));
  return [...ranks];
}
