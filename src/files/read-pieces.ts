import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { Interrupted, systemCode } from "../core/errors.js";
import { ioReason } from "./io-error.js";
import type { JobControl } from "./job.js";
import type { UnreadFile } from "./read-result.js";
import { isExecutable, type Stamp, sameStamp, stampOfStats } from "./stamp.js";

/** Bytes read at once; a file up to this size comes in one piece. */
export const pieceSize = 1 << 20;

const attempts = 5;
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const sleeper = new Int32Array(new SharedArrayBuffer(4));
let buffer: Buffer | undefined;

/** Takes the bytes as they are read; each piece is valid until the next. After another `start` all that came before is void. */
export interface PieceSink {
  start(size: number): void;
  piece(bytes: Buffer): void;
}

/** What a file was while it was read. */
export interface ReadPieces {
  readonly ok: true;
  readonly size: number;
  readonly executable: boolean;
  readonly stamp: Stamp;
}

/**
 * Hands a file to `sink`, piece by piece. If it changes meanwhile, begins again, up to five times. Symbolic links are
 * not followed, pipes not waited for.
 * @throws whatever `sink` throws. @throws {Interrupted} when the batch is stopped.
 */
export function readPieces(path: string, control: JobControl, sink: PieceSink): ReadPieces | UnreadFile {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) Atomics.wait(sleeper, 0, 0, 20 * attempt);
    const handle = openSource(path);
    if (typeof handle !== "number") return handle;
    try {
      const read = readOnce(handle, control, sink);
      if (read !== undefined) return read;
    } catch (error) {
      if (error instanceof SourceFault) return unreadable(error.cause);
      throw error;
    } finally {
      closeSync(handle);
    }
  }
  return { ok: false, reason: "changing", message: "it kept changing while it was read" };
}

/** Keeps errors of the file that is read apart from those of the sink. */
class SourceFault extends Error {}

function openSource(path: string): number | UnreadFile {
  try {
    return openSync(path, openFlags);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      return { ok: false, reason: "vanished", message: "it is no longer there" };
    }
    if (code === "ELOOP") return notAFile("a symbolic link");
    if (code === "ENXIO") return notAFile("a socket");
    return code === "EISDIR" ? notAFile("a folder") : unreadable(error);
  }
}

/** @returns undefined if the file changed while it was read. */
function readOnce(handle: number, control: JobControl, sink: PieceSink): ReadPieces | UnreadFile | undefined {
  const before = guarded(() => fstatSync(handle, { bigint: true }));
  if (!before.isFile()) return notAFile(before.isDirectory() ? "a folder" : "a device, pipe or socket");
  const stamp = stampOfStats(before);
  buffer ??= Buffer.allocUnsafeSlow(pieceSize);
  let total = 0;
  sink.start(stamp.size);
  while (total < stamp.size) {
    if (control.stopped) throw new Interrupted();
    const piece = fill(handle, buffer, total, stamp.size - total);
    if (piece.length === 0) break;
    sink.piece(piece);
    total += piece.length;
    control.addBytes(piece.length);
  }
  const after = guarded(() => fstatSync(handle, { bigint: true }));
  if (total === stamp.size && unchanged(before, after)) {
    return { ok: true, size: total, executable: isExecutable(before), stamp };
  }
  control.addBytes(-total);
  return undefined;
}

function fill(handle: number, into: Buffer, position: number, wanted: number): Buffer {
  const most = Math.min(wanted, into.length);
  let length = 0;
  while (length < most) {
    const offset = length;
    const count = guarded(() => readSync(handle, into, offset, most - offset, position + offset));
    if (count === 0) break;
    length += count;
  }
  return into.subarray(0, length);
}

function unchanged(before: BigIntStats, after: BigIntStats): boolean {
  return sameStamp(stampOfStats(before), stampOfStats(after)) && before.mode === after.mode;
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SourceFault("cannot read", { cause: error });
  }
}

function notAFile(what: string): UnreadFile {
  return { ok: false, reason: "not-a-file", message: `it is ${what}, not a file` };
}

function unreadable(error: unknown): UnreadFile {
  const system = systemCode(error);
  const fault = { ok: false, reason: "unreadable", message: ioReason(error) } as const;
  return system === undefined ? fault : { ...fault, system };
}
