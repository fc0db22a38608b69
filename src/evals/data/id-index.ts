import { hash } from "node:crypto";

const emptySlot = 0;
/** A table that is fuller than this makes way for one of twice the size. */
const fullest = 0.6;

/**
 * Which ids there have been, and a number for each: 12 bytes an id at least and 40 at most, however long the ids are. Ids are
 * told apart by 64 bits of their SHA-256: among ten million, two are mixed up in one of 300,000 runs.
 */
export class IdIndex {
  #capacity = 1024;
  #size = 0;
  #high = new Uint32Array(this.#capacity);
  #low = new Uint32Array(this.#capacity);
  #numbers = new Uint32Array(this.#capacity);

  /** The number of an id; undefined if it has none. */
  get(id: string): number | undefined {
    const [high, low] = hashOf(id);
    const slot = this.#slotOf(high, low);
    return this.#low[slot] === emptySlot ? undefined : this.#numbers[slot];
  }

  /**
   * Gives an id a number, from the one that it had before.
   * @param next gives a whole number below 2^32. @returns the number before; undefined for a new id.
   */
  update(id: string, next: (before: number | undefined) => number): number | undefined {
    const [high, low] = hashOf(id);
    const slot = this.#slotOf(high, low);
    const isNew = this.#low[slot] === emptySlot;
    const before = isNew ? undefined : this.#numbers[slot];
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#numbers[slot] = next(before);
    if (isNew) {
      this.#size++;
      if (this.#size > this.#capacity * fullest) this.#grow();
    }
    return before;
  }

  #slotOf(high: number, low: number): number {
    let slot = mixed(high, low) % this.#capacity;
    while (this.#low[slot] !== emptySlot && (this.#low[slot] !== low || this.#high[slot] !== high)) {
      slot = (slot + 1) % this.#capacity;
    }
    return slot;
  }

  #grow(): void {
    const [highs, lows, numbers] = [this.#high, this.#low, this.#numbers];
    this.#capacity *= 2;
    this.#high = new Uint32Array(this.#capacity);
    this.#low = new Uint32Array(this.#capacity);
    this.#numbers = new Uint32Array(this.#capacity);
    for (let old = 0; old < lows.length; old++) {
      const [high = 0, low = emptySlot] = [highs[old], lows[old]];
      if (low === emptySlot) continue;
      const slot = this.#slotOf(high, low);
      this.#high[slot] = high;
      this.#low[slot] = low;
      this.#numbers[slot] = numbers[old] ?? 0;
    }
  }
}

const digits = /^[\da-f]{16}$/;

/** The lower half is never that of an empty slot. Ids made of a row's content are such a hash already. */
function hashOf(id: string): readonly [high: number, low: number] {
  if (id.length === 16 && digits.test(id)) {
    const low = Number.parseInt(id.slice(8), 16);
    if (low !== emptySlot) return [Number.parseInt(id.slice(0, 8), 16), low];
  }
  const digest = hash("sha256", id, "buffer");
  return [digest.readUInt32LE(0), digest.readUInt32LE(4) || 1];
}

/** Whoever numbers their rows may do so in hexadecimal digits as well: each of them counts. */
function mixed(high: number, low: number): number {
  const product = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b);
  return (product ^ (product >>> 15)) >>> 0;
}
