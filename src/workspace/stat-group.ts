import { compareBytes } from "../core/byte-order.js";
import { asSha256, type Sha256 } from "../core/sha256.js";
import type { Stamp } from "../files/stamp.js";

export interface StatRecord {
  /** Relative to the target, `/` between parts; empty for a target that is a file. */
  readonly path: string;
  readonly stamp: Stamp;
  readonly executable: boolean;
  readonly sha256: Sha256;
  /** Whether the stamp alone proves the bytes unchanged; see file-clock.ts. */
  readonly trusted: boolean;
}

const headerSize = 64;
const executableFlag = 1;
const trustedFlag = 2;

/**
 * The records of one tracked target, byte-sorted by path, packed in shared memory: columns of numbers, then digests,
 * ends of paths, flags and the paths themselves. Immutable; a record is decoded when asked for.
 */
export class StatGroup {
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #numbers: BigInt64Array;
  readonly #ends: Uint32Array;
  readonly #pathsAt: number;
  readonly #digestsAt: number;
  readonly #flagsAt: number;

  /** @param packed what `packed` gave, eight-byte aligned. */
  constructor(readonly packed: Uint8Array<SharedArrayBuffer>) {
    const { buffer, byteOffset } = packed;
    this.#bytes = Buffer.from(buffer, byteOffset, packed.byteLength);
    this.length = this.#bytes.readUInt32LE(0);
    this.#numbers = new BigInt64Array(buffer, byteOffset + headerSize, this.length * 5);
    this.#digestsAt = headerSize + this.length * 40;
    this.#ends = new Uint32Array(buffer, byteOffset + this.#digestsAt + this.length * 32, this.length);
    this.#flagsAt = this.#digestsAt + this.length * 36;
    this.#pathsAt = this.#flagsAt + this.length;
  }

  /** @param records byte-sorted by path. @param listing the identity that the caller gives to what they amount to. */
  static of(records: readonly StatRecord[], listing?: Sha256): StatGroup {
    const count = records.length;
    const paths = Buffer.from(records.map(({ path }) => path).join(""));
    const size = headerSize + count * 77 + paths.length;
    const packed = new Uint8Array(new SharedArrayBuffer(Math.ceil(size / 8) * 8));
    const bytes = Buffer.from(packed.buffer);
    bytes.writeUInt32LE(count, 0);
    paths.copy(bytes, headerSize + count * 77);
    const numbers = new BigInt64Array(packed.buffer, headerSize, count * 5);
    const ends = new Uint32Array(packed.buffer, headerSize + count * 72, count);
    let end = 0;
    for (const [index, { path, stamp, executable, trusted, sha256 }] of records.entries()) {
      numbers[index] = BigInt.asIntN(64, stamp.dev);
      numbers[count + index] = BigInt.asIntN(64, stamp.ino);
      numbers[count * 2 + index] = BigInt(stamp.size);
      numbers[count * 3 + index] = stamp.mtimeNs;
      numbers[count * 4 + index] = stamp.ctimeNs;
      bytes.write(sha256, headerSize + count * 40 + index * 32, "hex");
      end += Buffer.byteLength(path);
      ends[index] = end;
      bytes[headerSize + count * 76 + index] =
        (executable ? executableFlag : 0) | (trusted ? trustedFlag : 0);
    }
    const group = new StatGroup(packed);
    return listing === undefined ? group : group.withListing(listing);
  }

  get listing(): Sha256 | undefined {
    return this.#bytes[4] === 1 ? asSha256(this.#bytes.toString("hex", 8, 40)) : undefined;
  }

  withListing(listing: Sha256 | undefined): StatGroup {
    const packed = new Uint8Array(new SharedArrayBuffer(this.packed.byteLength));
    packed.set(this.packed);
    packed[4] = listing === undefined ? 0 : 1;
    if (listing !== undefined) Buffer.from(packed.buffer).write(listing, 8, "hex");
    return new StatGroup(packed);
  }

  pathAt(index: number): string {
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    return this.#bytes.toString("utf8", this.#pathsAt + start, this.#pathsAt + (this.#ends[index] ?? 0));
  }

  isTrusted(index: number): boolean {
    return ((this.#bytes[this.#flagsAt + index] ?? 0) & trustedFlag) !== 0;
  }

  /** Whether a stamp, as the system gives it (signed), is the one recorded. */
  matches(index: number, stats: SignedStamp): boolean {
    const { length } = this;
    const numbers = this.#numbers;
    return (
      stats.mtimeNs === numbers[length * 3 + index] &&
      stats.ctimeNs === numbers[length * 4 + index] &&
      stats.size === numbers[length * 2 + index] &&
      stats.ino === numbers[length + index] &&
      stats.dev === numbers[index]
    );
  }

  at(index: number): StatRecord {
    const { length } = this;
    const number = (column: number) => this.#numbers[length * column + index] ?? 0n;
    const digestAt = this.#digestsAt + index * 32;
    return {
      path: this.pathAt(index),
      stamp: {
        dev: BigInt.asUintN(64, number(0)),
        ino: BigInt.asUintN(64, number(1)),
        size: Number(number(2)),
        mtimeNs: number(3),
        ctimeNs: number(4),
      },
      executable: ((this.#bytes[this.#flagsAt + index] ?? 0) & executableFlag) !== 0,
      sha256: asSha256(this.#bytes.toString("hex", digestAt, digestAt + 32)),
      trusted: this.isTrusted(index),
    };
  }

  find(path: string): StatRecord | undefined {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareBytes(this.pathAt(middle), path) < 0) low = middle + 1;
      else high = middle;
    }
    return low < this.length && this.pathAt(low) === path ? this.at(low) : undefined;
  }

  *records(): Iterable<StatRecord> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

/** The fields of Node's BigIntStats that make a stamp. */
export interface SignedStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}
