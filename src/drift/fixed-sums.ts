import { exponentOf, ratio } from "./binary-ratio.js";

/** What a value is divided into: multiples of 2^-27, 2^-54, 2^-81 and 2^-108. A double at most 1 that has one of these added keeps no more. */
const [first, second, third, fourth] = [1.5 * 2 ** 25, 1.5 * 2 ** -2, 1.5 * 2 ** -29, 1.5 * 2 ** -56];
const splitter = 2 ** 27 + 1;
/** So many multiples add up without rounding. */
const mostValues = 2 ** 26;
const parts = 8;
/** Sums are whole numbers of 2^-108. */
const fraction = 108;
/** All bits of a double of this size are whole multiples of that. */
const leastWithRest = 2 ** -50;

/**
 * Sums of values and of their squares, to 108 bits below the greatest: whole multiples of four powers of two are added apart, so that
 * nothing is rounded and the order of the values does not show. Of values at 1e9 and 1 apart their squares have 18 digits before
 * the first that tells: what is made of the sums is made of whole numbers, and rounded once. After Demmel and Hida, Fast and Accurate Floating Point Summation (2004),
 * and Rump, Ogita and Oishi, Accurate Floating-Point Summation (2008).
 */
export class FixedSums {
  /** A power of two that brings the greatest value below 1, and not below 1/2: squares neither overflow nor vanish. */
  readonly #scale: number;
  #sum = 0n;
  #squares = 0n;
  readonly #parts = new Float64Array(parts);
  #open = 0;
  #count = 0;

  /** @param largest the greatest size of a value. */
  constructor(largest: number) {
    this.#scale = largest === 0 ? 1 : 2 ** -Math.max(-1000, exponentOf(largest) + 1);
  }

  /** @param length how many of the values count. */
  add(values: ArrayLike<number>, length: number = values.length): void {
    for (let from = 0; from < length; ) {
      const to = Math.min(length, from + mostValues - this.#open);
      this.#addFew(values, from, to);
      this.#open += to - from;
      this.#count += to - from;
      if (this.#open === mostValues) this.#close();
      from = to;
    }
  }

  /** Null where it overflows, or where there is no value. */
  mean(): number | null {
    this.#close();
    return this.#count === 0 ? null : finite(ratio(this.#sum, BigInt(this.#count), fraction) / this.#scale);
  }

  /** What the mean lacks for being a double: the two together have about 106 bits. Null as for the mean. */
  meanRest(): number | null {
    const mean = this.mean();
    if (mean === null) return null;
    const count = BigInt(this.#count);
    const scaled = mean * this.#scale;
    // So far below the greatest value a double has all the bits that the sum has.
    if (Math.abs(scaled) < leastWithRest) return 0;
    return ratio(this.#sum - BigInt(scaled * 2 ** fraction) * count, count, fraction) / this.#scale;
  }

  /** Sum of squared distances from the mean; null as for the mean. */
  m2(): number | null {
    this.#close();
    if (this.#count === 0) return null;
    const count = BigInt(this.#count);
    const apart = (this.#squares << BigInt(fraction)) * count - this.#sum * this.#sum;
    const scaled = apart <= 0n ? 0 : ratio(apart, count, 2 * fraction);
    return finite(scaled / this.#scale / this.#scale);
  }

  /** In numbers of its own, not in fields: this loop is most of what a profile costs. */
  #addFew(values: ArrayLike<number>, from: number, to: number): void {
    const scale = this.#scale;
    let [s1 = 0, s2 = 0, s3 = 0, s4 = 0, q1 = 0, q2 = 0, q3 = 0, q4 = 0] = this.#parts;
    for (let at = from; at < to; at++) {
      const value = (values[at] ?? 0) * scale;
      let part = value + first - first;
      let rest = value - part;
      s1 += part;
      part = rest + second - second;
      rest -= part;
      s2 += part;
      part = rest + third - third;
      rest -= part;
      s3 += part;
      s4 += rest + fourth - fourth;
      const big = splitter * value;
      const high = big - (big - value);
      const low = value - high;
      const square = value * value;
      part = square + first - first;
      rest = square - part;
      q1 += part;
      part = rest + second - second;
      rest -= part;
      q2 += part;
      // What rounding took off the square, after Dekker (1971).
      rest += low * low - (square - high * high - 2 * high * low);
      part = rest + third - third;
      rest -= part;
      q3 += part;
      q4 += rest + fourth - fourth;
    }
    this.#parts.set([s1, s2, s3, s4, q1, q2, q3, q4]);
  }

  #close(): void {
    for (const [at, part] of this.#parts.entries()) {
      const whole = BigInt(part * 2 ** fraction);
      if (at < parts / 2) this.#sum += whole;
      else this.#squares += whole;
    }
    this.#parts.fill(0);
    this.#open = 0;
  }
}

/** JSON has no number for what overflows. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
