import { createHash, type Hash, hash as hashAtOnce } from "node:crypto";
import { asSha256 } from "../core/sha256.js";
import type { JobControl } from "./job.js";
import { type PieceSink, pieceSize, readPieces } from "./read-pieces.js";
import type { ReadFile, ReadResult, UnreadFile } from "./read-result.js";

/** `content` is there for files up to `pieceSize`, and valid until the next file is read. */
export type WholeRead = UnreadFile | (ReadFile & { readonly content: Buffer | undefined });

/**
 * Reads and hashes a file; see `readPieces`. What `sink` got is exactly what was hashed.
 * @throws whatever `sink` throws. @throws {Interrupted} when the batch is stopped.
 */
export function readWhole(path: string, control: JobControl, sink?: PieceSink): WholeRead {
  let hash: Hash | undefined;
  let content: Buffer = Buffer.alloc(0);
  const read = readPieces(path, control, {
    start(size) {
      hash = size > pieceSize ? createHash("sha256") : undefined;
      content = Buffer.alloc(0);
      sink?.start(size);
    },
    piece(bytes) {
      if (hash === undefined) content = bytes;
      else hash.update(bytes);
      sink?.piece(bytes);
    },
  });
  if (!read.ok) return read;
  const digest = hash === undefined ? hashAtOnce("sha256", content, "hex") : hash.digest("hex");
  return { ...read, sha256: asSha256(digest), content: hash === undefined ? content : undefined };
}

/** The result in a form that can cross threads: without the content. */
export function withoutContent(read: WholeRead): ReadResult {
  if (!read.ok) return read;
  const { sha256, size, executable, stamp } = read;
  return { ok: true, sha256, size, executable, stamp };
}
