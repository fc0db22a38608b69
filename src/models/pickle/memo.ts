import { TooManyObjects } from "./given-up.js";
import type { Part } from "./value.js";
import { firstTuple, otherPart } from "./written.js";

/** Data in greater numbers is not kept with its parts: only names and classes matter then. */
const mostWhole = 1_000_000;
/** Numbers from here on, which no pickler gives, are looked up in a map. */
const mostListed = 1 << 25;
/** The map has room for no more than 2^24, and takes far more memory than the list. */
const mostStrewn = 1_000_000;
const chunkBits = 14;
const chunkSize = 1 << chunkBits;
/** Added to a part that stands in the source or has no content, so that 0 is left for what was never kept. */
const shift = -firstTuple;
const largest = 2 ** 31 - 1 - shift;

/**
 * What a pickle has kept, by number. Large pickles keep millions of texts, so the list is one of plain numbers: above 0
 * a part and `shift`, below 0 the even ones for tuples and the odd ones for what the list of the others holds.
 */
export class Memo {
  #size = 0;
  readonly #chunks: (Int32Array | undefined)[] = [];
  readonly #strewn = new Map<number, Part>();
  /** What is no number, or one that is too large. */
  readonly #objects: Part[] = [];
  /** Places in that list whose object was replaced. */
  readonly #free: number[] = [];

  /** How many are kept. */
  get size(): number {
    return this.#size;
  }

  /** @param index a whole number from 0 on. @throws {TooManyObjects} */
  put(index: number, part: Part): void {
    if (index >= mostListed) {
      this.#strew(index, part);
      return;
    }
    const chunk = this.#chunks[index >>> chunkBits] ?? this.#addChunk(index >>> chunkBits);
    const place = index & (chunkSize - 1);
    const before = chunk[place] ?? 0;
    if (before === 0) this.#size++;
    else if (before < 0 && before % 2 !== 0) this.#free.push((-1 - before) / 2);
    if (typeof part !== "number" || part > largest) chunk[place] = this.#keep(part);
    else chunk[place] = part > firstTuple ? part + shift : 2 * (part - firstTuple) - 2;
  }

  /** @returns undefined if nothing was kept under this number. */
  get(index: number): Part | undefined {
    if (index >= mostListed) return this.#strewn.get(index);
    const kept = this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? 0;
    if (kept > 0) return kept - shift;
    if (kept === 0) return undefined;
    return kept % 2 === 0 ? firstTuple + (kept + 2) / 2 : this.#objects[(-1 - kept) / 2];
  }

  #strew(index: number, part: Part): void {
    if (!this.#strewn.has(index)) {
      if (this.#strewn.size >= mostStrewn) throw new TooManyObjects();
      this.#size++;
    }
    this.#strewn.set(index, part);
  }

  #addChunk(number: number): Int32Array {
    const chunk = new Int32Array(chunkSize);
    this.#chunks[number] = chunk;
    return chunk;
  }

  #keep(part: Part): number {
    const isWhole = typeof part !== "number" && (part.kind === "tuple" || part.kind === "dict");
    if (isWhole && this.#size > mostWhole) return otherPart + shift;
    const place = this.#free.pop() ?? this.#objects.length;
    this.#objects[place] = part;
    return -1 - 2 * place;
  }
}
