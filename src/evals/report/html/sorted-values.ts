/** Keeps numbers at eight bytes each, and gives them back in order. */
export class SortedValues {
  #values = new Float64Array(256);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value;
  }

  finish(): Float64Array {
    return this.#values.slice(0, this.#count).sort();
  }
}
