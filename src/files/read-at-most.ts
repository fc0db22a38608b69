import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";

const pieceSize = 1024 * 1024;

/**
 * The bytes of a file; of one that is longer, or that never ends, the first `most` + 1, so that their number tells.
 * @throws what the system throws.
 */
export function readAtMost(path: string, most: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const stat = fstatSync(handle);
    return stat.isFile() && stat.size <= most ? readFileSync(handle) : firstBytes(handle, most + 1);
  } finally {
    closeSync(handle);
  }
}

function firstBytes(handle: number, count: number): Buffer {
  const pieces: Buffer[] = [];
  for (let left = count; left > 0; ) {
    const piece = Buffer.alloc(Math.min(left, pieceSize));
    const size = readSync(handle, piece);
    if (size === 0) break;
    pieces.push(piece.subarray(0, size));
    left -= size;
  }
  return Buffer.concat(pieces);
}
