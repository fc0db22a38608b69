/**
 * A sum of doubles, kept in two doubles, about 106 bits, so that its rounding does not depend on how many there are. After Knuth, The
 * Art of Computer Programming, volume 2, section 4.2.2.
 */
export class ExactSum {
  #high = 0;
  #low = 0;

  add(value: number): void {
    const sum = this.#high + value;
    const back = sum - this.#high;
    const error = this.#high - (sum - back) + (value - back) + this.#low;
    this.#high = sum + error;
    this.#low = error - (this.#high - sum);
  }

  get value(): number {
    return this.#high + this.#low;
  }
}
