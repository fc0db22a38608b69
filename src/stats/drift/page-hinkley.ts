export interface PageHinkleyOptions {
  /** Values before anything is said. Default 30. */
  readonly warmUp?: number;
  /** Changes of the mean that do not count, in the unit of the values. Default 0.005. */
  readonly delta?: number;
  /** What the summed deviation has to be above. Default 50. */
  readonly threshold?: number;
  /** What part of the sum is kept from one value to the next. Default 0.9999. */
  readonly alpha?: number;
}

/**
 * Page and Hinkley's test: whether the summed deviations of a stream from its mean have risen or fallen too far from their extreme. Starts
 * anew after a change.
 * @see E. S. Page, Continuous Inspection Schemes, Biometrika 41 (1954) 100–115
 */
export class PageHinkley {
  readonly #options: Required<PageHinkleyOptions>;
  #seen = 0;
  #mean = 0;
  #rise = 0;
  #fall = 0;
  #lowest = Number.POSITIVE_INFINITY;
  #highest = -1;

  constructor(options: PageHinkleyOptions = {}) {
    this.#options = { warmUp: 30, delta: 0.005, threshold: 50, alpha: 1 - 0.0001, ...options };
  }

  /** Takes the next value. @returns whether the mean has changed. */
  add(value: number): boolean {
    const { warmUp, delta, threshold, alpha } = this.#options;
    this.#seen++;
    this.#mean += (value - this.#mean) / this.#seen;
    const apart = value - this.#mean;
    this.#rise = alpha * this.#rise + apart - delta;
    this.#fall = alpha * this.#fall + apart + delta;
    this.#lowest = Math.min(this.#lowest, this.#rise);
    this.#highest = Math.max(this.#highest, this.#fall);
    if (this.#seen < warmUp) return false;
    if (this.#rise - this.#lowest <= threshold && this.#highest - this.#fall <= threshold) return false;
    this.#seen = 0;
    this.#mean = 0;
    this.#rise = 0;
    this.#fall = 0;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#highest = -1;
    return true;
  }
}
