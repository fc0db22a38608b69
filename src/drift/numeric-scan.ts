import { FixedSums } from "./fixed-sums.js";
import type { NumericProfile } from "./profile.js";
import { RunCounts } from "./run-counts.js";

/** What a profile says of the finite values of a column. */
export type FiniteFigures = Pick<
  NumericProfile,
  "zeros" | "min" | "max" | "mean" | "meanRest" | "m2" | "knots" | "values"
>;

export interface NumericScanOptions {
  /** How many values will come. */
  readonly count: number;
  /** Their greatest size. */
  readonly largest: number;
  /** Where to count; by default at the ends of 256 cells. Rising. */
  readonly knots?: readonly number[];
}

/** Takes the finite values of a column in rising order and makes its figures: of the same values the same, whatever machine sorted them. */
export class NumericScan {
  readonly #count: number;
  readonly #sums: FixedSums;
  readonly #runs: RunCounts;
  readonly #isOnKnots: boolean;
  #value = 0;
  #below = 0;
  #seen = 0;
  #zeros = 0;
  #min: number | null = null;

  constructor({ count, largest, knots }: NumericScanOptions) {
    this.#count = count;
    this.#sums = new FixedSums(largest);
    this.#runs = new RunCounts(count, knots);
    this.#isOnKnots = knots !== undefined;
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
    }
    this.#sums.add(values, length);
  }

  figures(): FiniteFigures {
    if (this.#seen !== this.#count)
      throw new RangeError(`${this.#count} values announced, ${this.#seen} given`);
    if (this.#seen > 0) this.#endRun();
    return {
      zeros: this.#zeros,
      min: this.#min,
      max: this.#seen === 0 ? null : this.#value,
      ...momentsOf(this.#sums, this.#isOnKnots),
      ...(this.#seen > 0 && this.#min === this.#value && { m2: 0 }),
      ...this.#runs.end(),
    };
  }

  #endRun(): void {
    if (this.#value === 0) this.#zeros = this.#seen - this.#below;
    this.#runs.add(this.#value, this.#below, this.#seen);
  }
}

/** @param isOnKnots whether the profile is to be added to others. */
export function momentsOf(
  sums: FixedSums,
  isOnKnots: boolean,
): Pick<NumericProfile, "mean" | "meanRest" | "m2"> {
  const rest = isOnKnots ? sums.meanRest() : null;
  return { mean: sums.mean(), ...(rest !== null && { meanRest: rest }), m2: sums.m2() };
}
