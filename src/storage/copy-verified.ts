import { createHash, hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, promises, readSync, writeSync } from "node:fs";
import { Interrupted } from "../core/errors.js";
import { asSha256, type Sha256 } from "../core/sha256.js";
import type { TransferOptions } from "../ports.js";

/** Files up to this size, in bytes, are read whole, hashed and written; larger ones the system copies. */
const wholeSize = 8 * 1024 * 1024;
const pieceSize = 1024 * 1024;

/**
 * Copies `source` to the new file `target` and hashes the bytes that arrived. What is at `target` after an error is the caller's to remove.
 * @param mode permission bits of the copy, less the umask.
 * @returns the digest and size of the copy.
 */
export async function copyVerified(
  source: string,
  target: string,
  mode: number,
  options: TransferOptions,
): Promise<{ sha256: Sha256; size: number }> {
  const fd = openSync(source, "r");
  try {
    const { size } = fstatSync(fd);
    if (size <= wholeSize) return copyWhole(fd, size, target, mode, options);
  } finally {
    closeSync(fd);
  }
  await promises.copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  const copied = await hashFile(target, options);
  await promises.chmod(target, mode & ~process.umask());
  return copied;
}

function copyWhole(
  fd: number,
  size: number,
  target: string,
  mode: number,
  options: TransferOptions,
): { sha256: Sha256; size: number } {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(fd, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  const content = bytes.subarray(0, filled);
  const out = openSync(target, "wx", mode);
  try {
    for (let done = 0; done < filled; ) done += writeSync(out, content, done, filled - done, done);
  } finally {
    closeSync(out);
  }
  options.onBytes?.(filled);
  return { sha256: asSha256(hash("sha256", content, "hex")), size: filled };
}

/** Hashes in pieces and lets other work run in between. */
async function hashFile(path: string, options: TransferOptions): Promise<{ sha256: Sha256; size: number }> {
  const digest = createHash("sha256");
  const piece = Buffer.allocUnsafeSlow(pieceSize);
  const file = await promises.open(path, "r");
  let size = 0;
  try {
    for (;;) {
      if (options.signal?.aborted) throw new Interrupted();
      const { bytesRead } = await file.read(piece, 0, pieceSize, size);
      if (bytesRead === 0) return { sha256: asSha256(digest.digest("hex")), size };
      digest.update(piece.subarray(0, bytesRead));
      size += bytesRead;
      options.onBytes?.(bytesRead);
    }
  } finally {
    await file.close();
  }
}
