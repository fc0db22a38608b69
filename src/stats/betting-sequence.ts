import type { Interval } from "./types.js";

export interface BettingOptions {
  /** Lowest and highest possible value. */
  readonly lower: number;
  readonly upper: number;
  /** Chance that the mean is ever outside of the interval. Default 0.05. */
  readonly alpha?: number;
}

/** Means that are tried, evenly spread from the lowest to the highest value: ends of the interval are rounded outwards to one of them. */
const steps = 2000;
/** Largest share of its capital that a bet may lose. */
const boldest = 0.5;

/**
 * A confidence sequence for the mean of values within limits: after every value the interval may be looked at, and the chance that it is
 * wrong at any time is at most alpha. For each possible mean two gamblers, who share a capital of 1, bet that values lie above and below
 * it, as boldly as the values before suggest; a mean at which one of them holds 1 / alpha is rejected for good.
 * Adding takes some 10 µs, asking nothing.
 * @see I. Waudby-Smith and A. Ramdas, Estimating Means of Bounded Random Variables by Betting, JRSS B 86 (2024), section 4.4
 */
export class BettingSequence {
  readonly #lower: number;
  readonly #range: number;
  readonly #alpha: number;
  /** Capital of those who bet on more and on less than each mean. */
  readonly #more = new Float64Array(steps + 1).fill(0.5);
  readonly #less = new Float64Array(steps + 1).fill(0.5);
  /** First and last mean that is not rejected. */
  #first = 0;
  #last = steps;
  #count = 0;
  #sum = 0.5;
  #squares = 0.25;

  /** @throws {RangeError} if the limits are not in order, or alpha is not between 0 and 1. */
  constructor({ lower, upper, alpha = 0.05 }: BettingOptions) {
    if (!(Number.isFinite(upper - lower) && lower < upper && alpha > 0 && alpha < 1)) {
      throw new RangeError(`a sequence from ${lower} to ${upper} at ${alpha}`);
    }
    this.#lower = lower;
    this.#range = upper - lower;
    this.#alpha = alpha;
  }

  /** @throws {RangeError} if `value` is outside of the limits or not a number. */
  add(value: number): void {
    const x = (value - this.#lower) / this.#range;
    if (!(x >= 0 && x <= 1)) throw new RangeError(`not within the limits: ${value}`);
    const time = this.#count + 1;
    const variance = this.#squares / time;
    const bet = Math.sqrt((2 * Math.log(2 / this.#alpha)) / (variance * time * Math.log(time + 1)));
    for (let place = this.#first; place <= this.#last; place++) {
      const mean = place / steps;
      const off = x - mean;
      this.#more[place] = (this.#more[place] ?? 0) * (1 + Math.min(bet, boldest / mean) * off);
      this.#less[place] = (this.#less[place] ?? 0) * (1 - Math.min(bet, boldest / (1 - mean)) * off);
    }
    this.#reject();
    this.#count = time;
    this.#sum += x;
    this.#squares += (x - this.#sum / (time + 1)) ** 2;
  }

  /** Of the mean; never wider than before. */
  get interval(): Interval {
    return [this.#meanAt(Math.max(0, this.#first - 1)), this.#meanAt(Math.min(steps, this.#last + 1))];
  }

  /** `above`: the true mean is above `mean`; `below`: it is below; undefined: it may be either. */
  rejects(mean: number): "above" | "below" | undefined {
    if (this.#first > 0 && mean <= this.interval[0]) return "above";
    return this.#last < steps && mean >= this.interval[1] ? "below" : undefined;
  }

  /** Capital falls with the mean for those who bet on more, and rises for the others: the rejected are at the ends. One mean stays. */
  #reject(): void {
    const enough = 1 / this.#alpha;
    while (this.#first < this.#last && (this.#more[this.#first] ?? 0) >= enough) this.#first++;
    while (this.#last > this.#first && (this.#less[this.#last] ?? 0) >= enough) this.#last--;
  }

  #meanAt(place: number): number {
    return this.#lower + (place * this.#range) / steps;
  }
}
