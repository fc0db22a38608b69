import type { ByteSource } from "../byte-source.js";
import { GivenUp } from "./given-up.js";

/** Granted once, to all that lies in a file together. */
const firstBytes = 16 * 1024 * 1024;
const firstOpcodes = 10_000_000;
const firstPickles = 1_000_000;

/**
 * What walks may still read. A file that has the same bytes read again and again, or millions of pickles begun, would
 * take hours.
 */
export class WalkBudget {
  #bytes = firstBytes;
  #opcodes = firstOpcodes;
  #pickles = firstPickles;

  /** @param bytesPerByte how many bytes are granted with each byte of a source. */
  constructor(private readonly bytesPerByte: number) {}

  /** Opcodes. */
  get opcodes(): number {
    return Math.max(0, this.#opcodes);
  }

  /** A source of `size` bytes is going to be read. */
  grant(size: number): void {
    this.#bytes += this.bytesPerByte * size;
    this.#opcodes += size;
  }

  /** @throws {GivenUp} if there have been too many. */
  beginPickle(): void {
    if (--this.#pickles < 0) throw new GivenUp("more pickles begin in it than mlx follows");
    if (this.#bytes <= 0 || this.#opcodes <= 0) throw tooLong();
  }

  /** Whether every other walk will be given up at once. */
  get isSpent(): boolean {
    return this.#bytes <= 0 || this.#opcodes <= 0 || this.#pickles < 0;
  }

  spend(opcodes: number): void {
    this.#opcodes -= opcodes;
  }

  /**
   * The same source, whose reads count, and throw {@link GivenUp} when the budget is spent.
   * @param most bytes that may be read through it.
   */
  meter(source: ByteSource, most = Number.POSITIVE_INFINITY): ByteSource {
    let left = most;
    return {
      size: source.size,
      read: (offset, length) => {
        if (this.#bytes <= 0 || left <= 0) throw tooLong();
        const bytes = source.read(offset, length);
        this.#bytes -= bytes.length;
        left -= bytes.length;
        return bytes;
      },
    };
  }
}

function tooLong(): GivenUp {
  return new GivenUp("it would take longer than its size warrants");
}

/** What the pickles of a whole file may still take. */
export class PickleBudget {
  /** For the pickles that stand one after another, each read once; but their values may be asked for again and again. */
  readonly row = new WalkBudget(4);
  /** For what is read once more in another way, and for attempts among other bytes. */
  readonly again = new WalkBudget(2);

  /** A source of `size` bytes is going to be scanned. */
  grant(size: number): void {
    this.row.grant(size);
    this.again.grant(size);
  }
}
