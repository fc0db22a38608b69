import { readSync } from "node:fs";

/** Reads until `target` is full or the file ends. @returns the bytes read. */
export function readFully(fd: number, target: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < target.byteLength) {
    const count = readSync(fd, target, filled, target.byteLength - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** Up to `length` bytes of an open file; fewer where it ends. */
export function readPart(fd: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(Math.max(0, length));
  return bytes.subarray(0, readFully(fd, bytes, position));
}
