const mostBits = 17;
const sign = 0x7fffffff;
/** Doublings below the greatest size that are told apart: a value that is smaller is near zero to the others. */
const octaves = 31;
const octave = 2 ** 20;

/**
 * Cells that rise with the doubles in them: as many leading bits of the doubles between two ends as 131,072 cells tell apart. Where
 * values lie close together cells are narrow, where they are far apart wide; those near zero share one on each side.
 */
export class DoubleCells {
  /** Of the high word: what is near zero, and the least one. */
  readonly #near: number;
  readonly #least: number;
  /** Bits of the high word that are left out, or of the low word that are taken in; the latter only where nothing is near zero. */
  readonly #left: number;
  readonly #more: number;
  readonly length: number;

  /** @param min not above `max`; both finite, and neither minus zero. */
  constructor(min: number, max: number) {
    const [largest] = wordsOf(Float64Array.of(Math.max(Math.abs(min), Math.abs(max)))).subarray(1);
    this.#near = Math.max(0, (largest ?? 0) - octaves * octave);
    const ends = wordsOf(Float64Array.of(min, max));
    this.#least = rising(ends[1] ?? 0, this.#near);
    const span = rising(ends[3] ?? 0, this.#near) - this.#least;
    const bits = 32 - Math.clz32(span);
    this.#left = Math.max(0, bits - mostBits);
    this.#more = Math.max(0, mostBits - bits);
    this.length = ((span >>> this.#left) + 1) * 2 ** this.#more;
  }

  /** Counts values in their cells. @param counts one for each cell. */
  count(values: Float64Array, counts: Uint32Array): void {
    const words = wordsOf(values);
    const [near, least, left, more] = [this.#near, this.#least, this.#left, this.#more];
    for (let at = 0; at < words.length; at += 2) {
      const cell = cellOf(words, at, near, least, left, more);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }

  /** The cell of each value, in order. Of values outside of the ends it makes no sense. */
  of(values: Float64Array): number[] {
    const words = wordsOf(values);
    return Array.from(values, (_, at) =>
      cellOf(words, 2 * at, this.#near, this.#least, this.#left, this.#more),
    );
  }

  /**
   * Moves the values of some cells to the front, in whatever order, save the first of each cell and what is equal to it.
   * @param slots of each cell its place in `firsts` and `others`, from 1; 0 where it is not wanted.
   * @param firsts NaN; becomes the first value of each wanted cell.
   * @param others 0; becomes how many other values it has.
   * @returns how many were moved.
   */
  gather(values: Float64Array, slots: Uint16Array, firsts: Float64Array, others: Uint32Array): number {
    const words = wordsOf(values);
    const [near, least, left, more] = [this.#near, this.#least, this.#left, this.#more];
    let moved = 0;
    for (let at = 0; at < values.length; at++) {
      const slot = slots[cellOf(words, 2 * at, near, least, left, more)] ?? 0;
      if (slot === 0) continue;
      const value = values[at] ?? 0;
      const known = firsts[slot] ?? 0;
      if (value === known) continue;
      if (Number.isNaN(known)) {
        firsts[slot] = value;
        continue;
      }
      others[slot] = (others[slot] ?? 0) + 1;
      values[at] = values[moved] ?? 0;
      values[moved++] = value;
    }
    return moved;
  }
}

function cellOf(
  words: Int32Array,
  at: number,
  near: number,
  least: number,
  left: number,
  more: number,
): number {
  const high = rising(words[at + 1] ?? 0, near) - least;
  if (more === 0) return high >>> left;
  const low = (words[at] ?? 0) ^ ((words[at + 1] ?? 0) >> 31);
  return (high << more) | (low >>> (32 - more));
}

/** Low word first, as on every machine that Node and the engine run on. */
function wordsOf(values: Float64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
}

/** A high word, so that it rises with the number, less what is near zero. */
function rising(high: number, near: number): number {
  return high < 0 ? -1 - Math.max(0, (high & sign) - near) : Math.max(0, high - near);
}
