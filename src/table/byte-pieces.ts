import { type FileHandle, open } from "node:fs/promises";
import { ioError } from "../files/io-error.js";
import type { TableFile } from "./read-rows.js";

const pieceSize = 512 * 1024;

/** The bytes of a file, a piece at a time; each piece is a buffer of its own. @throws {MlxError} `MLX_IO`, `MLX_PERMISSION`. */
export async function* bytePieces({ path, file, onBytes }: TableFile): AsyncGenerator<Buffer> {
  const what = `cannot read ${file}`;
  const handle = await guarded(what, () => open(path, "r"));
  try {
    for (;;) {
      const piece = await guarded(what, () => fill(handle));
      if (piece.length === 0) return;
      onBytes?.(piece);
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

async function fill(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(pieceSize), 0, pieceSize);
  return buffer.subarray(0, bytesRead);
}

async function guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw ioError(error, what);
  }
}
