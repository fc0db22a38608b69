import { ftruncateSync, writeSync } from "node:fs";
import { pieceSize } from "./read-pieces.js";

const zeros = Buffer.alloc(pieceSize);

/** Writes a file piece by piece, in order. Pieces of zeros become holes. */
export class SparseWriter {
  #position = 0;

  constructor(readonly handle: number) {}

  /** Bytes written so far, holes included. */
  get position(): number {
    return this.#position;
  }

  write(bytes: Uint8Array): void {
    const end = this.#position + bytes.length;
    if (bytes.length === pieceSize && zeros.equals(bytes)) ftruncateSync(this.handle, end);
    else writeAll(this.handle, bytes, this.#position);
    this.#position = end;
  }

  /** Begins again at the start. */
  restart(): void {
    ftruncateSync(this.handle, 0);
    this.#position = 0;
  }
}

/** Larger writes make Linux look for larger runs of free memory, which took two to three times as long when measured. */
const mostPerWrite = 128 << 10;

export function writeAll(handle: number, bytes: Uint8Array, position = 0): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(handle, bytes, done, Math.min(bytes.length - done, mostPerWrite), position + done);
  }
}
