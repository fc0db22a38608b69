/** Values in a row of buckets that each stand for 2^row of them. */
interface Bucket {
  total: number;
  /** Sum of squared distances from their mean. */
  squares: number;
}

/** Buckets of one size before two of them are put together. */
const bucketsPerRow = 5;
/** Values between looks for a change. */
const clock = 32;
/** Values before the first look. */
const grace = 10;
/** Values that each side of a cut has at least. */
const shortest = 5;

/**
 * ADWIN: a window over a stream that grows while its mean stays; where an old part of it and the rest differ, the mean has changed and a new
 * window begins, as in river. Takes memory for the logarithm of the length.
 * @see A. Bifet and R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, SIAM International Conference on Data Mining (2007)
 */
export class Adwin {
  /** By row, the oldest first within each. */
  #rows: Bucket[][] = [[]];
  #width = 0;
  #total = 0;
  #squares = 0;

  /** @param delta chance of a false alarm at a look, above 0 and below 1. */
  constructor(private readonly delta = 0.002) {
    if (!(delta > 0 && delta < 1)) throw new RangeError(`not a chance: ${delta}`);
  }

  /** Values in the window; 0 right after a change. */
  get width(): number {
    return this.#width;
  }

  /** Mean of the window; 0 where it is empty. */
  get mean(): number {
    return this.#width === 0 ? 0 : this.#total / this.#width;
  }

  /** Takes the next value. @returns whether the mean has changed. */
  add(value: number): boolean {
    this.#width++;
    if (this.#width > 1) {
      const before = this.#width - 1;
      this.#squares += (before * (value - this.#total / before) ** 2) / this.#width;
    }
    this.#total += value;
    this.#rows[0]?.push({ total: value, squares: 0 });
    this.#compress();
    if (this.#width % clock !== 0 || this.#width <= grace || !this.#hasCut()) return false;
    this.#rows = [[]];
    this.#width = 0;
    this.#total = 0;
    this.#squares = 0;
    return true;
  }

  #compress(): void {
    for (let row = 0; row < this.#rows.length; row++) {
      const buckets = this.#rows[row] ?? [];
      if (buckets.length <= bucketsPerRow) return;
      const [a, b] = buckets.splice(0, 2);
      if (a === undefined || b === undefined) return;
      const size = 2 ** row;
      const apart = a.total / size - b.total / size;
      const next = this.#rows[row + 1] ?? [];
      this.#rows[row + 1] = next;
      next.push({ total: a.total + b.total, squares: a.squares + b.squares + (size * apart * apart) / 2 });
    }
  }

  /** Whether the old and the new part differ anywhere, looking from the oldest bucket on. */
  #hasCut(): boolean {
    let [old, oldTotal] = [0, 0];
    for (let row = this.#rows.length - 1; row >= 0; row--) {
      const buckets = this.#rows[row] ?? [];
      for (const { total } of buckets) {
        old += 2 ** row;
        oldTotal += total;
        const rest = this.#width - old;
        if (old < shortest || rest < shortest) continue;
        if (this.#differs(old, rest, oldTotal / old - (this.#total - oldTotal) / rest)) return true;
      }
    }
    return false;
  }

  #differs(old: number, rest: number, apart: number): boolean {
    const level = Math.log((2 * Math.log(this.#width)) / this.delta);
    const inverse = 1 / (old - shortest + 1) + 1 / (rest - shortest + 1);
    const variance = this.#squares / this.#width;
    return Math.abs(apart) > Math.sqrt(2 * inverse * variance * level) + (2 / 3) * level * inverse;
  }
}
