import { ExactSum } from "./exact-sum.js";

/** What a value is divided into: multiples of 2^-27, 2^-54, 2^-81 and 2^-108. A double at most 1 that has one of these added keeps no more. */
const [first, second, third, fourth] = [1.5 * 2 ** 25, 1.5 * 2 ** -2, 1.5 * 2 ** -29, 1.5 * 2 ** -56];
const splitter = 2 ** 27 + 1;
/** So many multiples add up without rounding. */
const mostValues = 2 ** 26;
const parts = 8;

/**
 * Sums of values and of their squares, to 108 bits below the greatest: whole multiples of four powers of two are added apart, so that
 * nothing is rounded and the order of the values does not show. After Demmel and Hida, Fast and Accurate Floating Point Summation (2004),
 * and Rump, Ogita and Oishi, Accurate Floating-Point Summation (2008).
 */
export class FixedSums {
  /** A power of two that makes the greatest value at most 1: squares neither overflow nor vanish. */
  readonly #scale: number;
  readonly #sum = new ExactSum();
  readonly #squares = new ExactSum();
  readonly #parts = new Float64Array(parts);
  #open = 0;
  #count = 0;

  /** @param largest the greatest size of a value. */
  constructor(largest: number) {
    this.#scale = largest === 0 ? 1 : 2 ** -Math.max(-1000, Math.ceil(Math.log2(largest)) + 1);
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
    return this.#count === 0 ? null : finite(this.#sum.over(this.#count) / this.#scale);
  }

  /** Sum of squared distances from the mean; null as for the mean. */
  m2(): number | null {
    this.#close();
    if (this.#count === 0) return null;
    const scaled = this.#squares.lessSquareOver(this.#sum, this.#count);
    return finite(Math.max(0, scaled) / this.#scale / this.#scale);
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
      if (at < parts / 2) this.#sum.add(part);
      else this.#squares.add(part);
    }
    this.#parts.fill(0);
    this.#open = 0;
  }
}

/** JSON has no number for what overflows. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
