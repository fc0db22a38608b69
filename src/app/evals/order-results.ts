import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { ioError } from "../../files/io-error.js";
import type { ResultsIndex } from "./results-index.js";

const pieceBytes = 1_048_576;

/**
 * Rewrites a file of results in the order of the cases, each case once. A killed process leaves the old file or the new one.
 * @throws {MlxError} `MLX_DISK_FULL`, `MLX_PERMISSION`, `MLX_IO`.
 */
export function orderResults(path: string, index: ResultsIndex): void {
  const unfinished = `${path}.tmp`;
  try {
    const source = openSync(path, "r");
    const target = openSync(unfinished, "w", 0o600);
    try {
      copyInOrder(source, target, index);
      fsyncSync(target);
    } finally {
      closeSync(source);
      closeSync(target);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw ioError(error, `cannot write ${path}`);
  }
}

function copyInOrder(source: number, target: number, index: ResultsIndex): void {
  let pieces: Buffer[] = [];
  let waiting = 0;
  const flush = () => {
    const batch = Buffer.concat(pieces);
    for (let done = 0; done < batch.length; ) done += writeSync(target, batch, done);
    pieces = [];
    waiting = 0;
  };
  for (const [, { offset, bytes }] of index.entries()) {
    const line = Buffer.allocUnsafe(bytes);
    readSync(source, line, 0, bytes, offset);
    pieces.push(line);
    waiting += bytes;
    if (waiting >= pieceBytes) flush();
  }
  flush();
}
