import { createHash } from "node:crypto";
import { closeSync, fdatasyncSync, openSync, readSync } from "node:fs";
import { Interrupted } from "../core/errors.js";
import { asSha256, type Sha256 } from "../core/sha256.js";
import { FollowedWrite } from "./follow.js";
import type { Job, JobControl } from "./job.js";
import { pieceSize, type ReadPieces, readPieces } from "./read-pieces.js";
import type { UnreadFile } from "./read-result.js";
import { SparseWriter } from "./sparse-writer.js";

export interface CopyInput {
  readonly source: string;
  /** Must not exist. */
  readonly target: string;
  /** Permission bits of the target, less the umask. */
  readonly mode: number;
  /** Whether the copy is flushed to disk, while its hash is still being made. */
  readonly durable: boolean;
  /** A FollowedWrite's. */
  readonly follow: SharedArrayBuffer;
}

/** Copies a large file; `hashBehindJob` hashes the copy at the same time, in another thread. */
export const copyJob: Job<CopyInput, ReadPieces | UnreadFile> = {
  name: "copy",
  run({ source, target, mode, durable, follow }, control) {
    const progress = new FollowedWrite(follow);
    let complete = false;
    try {
      const handle = openSync(target, "wx+", mode);
      try {
        const writer = new SparseWriter(handle);
        const read = readPieces(source, control, {
          start() {
            // In this order: a reader that finds the file cut short can tell why.
            progress.begin();
            writer.restart();
          },
          piece(bytes) {
            writer.write(bytes);
            progress.wrote(writer.position);
          },
        });
        complete = read.ok;
        progress.end(complete);
        if (read.ok && durable) fdatasyncSync(handle);
        return read;
      } finally {
        closeSync(handle);
      }
    } finally {
      if (!complete) progress.end(false);
    }
  },
};

export interface HashBehindInput {
  readonly path: string;
  readonly follow: SharedArrayBuffer;
}

/** Hashes a file while `copyJob` writes it. Undefined if the copy failed. */
export const hashBehindJob: Job<HashBehindInput, Sha256 | undefined> = {
  name: "hash-behind",
  run({ path, follow }, control) {
    const progress = new FollowedWrite(follow);
    while (progress.generation === 0n) {
      if (progress.state === "failed") return undefined;
      if (control.stopped) throw new Interrupted();
      progress.wait(0);
    }
    const handle = openSync(path, "r");
    try {
      for (;;) {
        const generation = progress.generation;
        const digest = hashGeneration(handle, progress, generation, control);
        if (progress.state === "failed") return undefined;
        if (digest !== undefined && progress.generation === generation) return digest;
      }
    } finally {
      closeSync(handle);
    }
  },
};

/** @returns undefined if the writer failed or began again. */
function hashGeneration(
  handle: number,
  progress: FollowedWrite,
  generation: bigint,
  control: JobControl,
): Sha256 | undefined {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafeSlow(pieceSize);
  for (let position = 0; ; ) {
    if (control.stopped) throw new Interrupted();
    // The state before the position: once it is done, the position is final.
    const { state } = progress;
    const available = progress.written - position;
    if (state === "failed" || progress.generation !== generation) return undefined;
    if (available <= 0) {
      if (state === "done") return asSha256(hash.digest("hex"));
      progress.wait(position);
      continue;
    }
    const count = readSync(handle, buffer, 0, Math.min(available, pieceSize), position);
    if (count === 0 && progress.generation === generation)
      throw new Error("the copy is shorter than what was written");
    hash.update(buffer.subarray(0, count));
    position += count;
  }
}
