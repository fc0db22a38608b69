import { sha256Of } from "../core/sha256.js";

/**
 * Numbers that look random and are the same for a seed on every machine: xoshiro128**, its state the first 128 bits of the SHA-256 of the
 * seed's UTF-8 bytes, as four words with the high byte first.
 * @see D. Blackman and S. Vigna, Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47 (2021)
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    const digest = sha256Of(seed);
    const word = (place: number): number => Number.parseInt(digest.slice(8 * place, 8 * place + 8), 16) | 0;
    [this.#a, this.#b, this.#c, this.#d] = [word(0), word(1), word(2), word(3)];
  }

  /** A whole number from 0 to 2^32 − 1. */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /**
   * A whole number from 0 to below `count`, each as likely: the high word of a product, drawn again where the low word is one that would
   * favour some results.
   * @param count whole, 1 to 2^21, so that the product is exact. @throws {RangeError} outside of these.
   * @see D. Lemire, Fast Random Integer Generation in an Interval, ACM TOMACS 29 (2019)
   */
  below(count: number): number {
    if (!(count >= 1 && count <= 2 ** 21 && Number.isInteger(count))) throw new RangeError(`below ${count}`);
    let drawn = this.next();
    if (Math.imul(drawn, count) >>> 0 < count) {
      const favoured = 2 ** 32 % count;
      while (Math.imul(drawn, count) >>> 0 < favoured) drawn = this.next();
    }
    return Math.floor((drawn * count) / 2 ** 32);
  }
}
