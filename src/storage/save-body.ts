import { createHash, hash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import type { Readable } from "node:stream";
import { asSha256, type Sha256 } from "../core/sha256.js";
import { S3Fault } from "./s3-fault.js";

/** Bodies up to this size, in bytes, are gathered and written at once. */
const gatheredSize = 1024 * 1024;

export interface SavedBody {
  readonly size: number;
  readonly sha256: Sha256;
}

/**
 * Writes a body to a new file at `path`, hashing it.
 * @param length what the server announced, in bytes. @throws S3Fault `passing` if the body ends early.
 */
export async function saveBody(
  body: Readable,
  length: number | undefined,
  path: string,
  onBytes?: (count: number) => void,
): Promise<SavedBody> {
  if (length !== undefined && length <= gatheredSize) {
    const bytes = await gather(body, length, onBytes);
    writeWhole(path, bytes);
    return { size: length, sha256: asSha256(hash("sha256", bytes, "hex")) };
  }
  const digest = createHash("sha256");
  const fd = openSync(path, "w");
  try {
    const size = await eachChunk(body, (chunk, offset) => {
      digest.update(chunk);
      writeFully(fd, chunk, offset);
      onBytes?.(chunk.byteLength);
    });
    if (length !== undefined && size !== length) throw cut(size, length);
    return { size, sha256: asSha256(digest.digest("hex")) };
  } finally {
    closeSync(fd);
  }
}

/** Writes a body of exactly `length` bytes into an open file at `position`. @throws S3Fault `passing` if it ends early, `range` if it is longer. */
export async function saveRange(
  body: Readable,
  fd: number,
  position: number,
  length: number,
  onBytes: (count: number) => void,
): Promise<void> {
  const size = await eachChunk(body, (chunk, offset) => {
    if (offset + chunk.byteLength > length)
      throw new S3Fault("range", "LongBody", "more bytes came than were asked for");
    writeFully(fd, chunk, position + offset);
    onBytes(chunk.byteLength);
  });
  if (size !== length) throw cut(size, length);
}

function cut(size: number, length: number): S3Fault {
  return new S3Fault("passing", "ShortBody", `the body ended after ${size} of ${length} bytes`);
}

function gather(
  body: Readable,
  length: number,
  onBytes: ((count: number) => void) | undefined,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onClose = () => reject(body.errored ?? cut(size, length));
    if (body.destroyed) return onClose();
    body.on("close", onClose);
    body.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      onBytes?.(chunk.byteLength);
    });
    body.on("error", reject);
    body.on("end", () => {
      if (size !== length) reject(cut(size, length));
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size));
    });
  });
}

/** Hands over every chunk with its offset; what `take` throws ends the body. @returns the bytes in all. */
async function eachChunk(body: Readable, take: (chunk: Buffer, offset: number) => void): Promise<number> {
  let size = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("a body of text");
    take(chunk, size);
    size += chunk.byteLength;
  }
  return size;
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, "w");
  try {
    writeFully(fd, bytes, 0);
  } finally {
    closeSync(fd);
  }
}

function writeFully(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength; ) {
    done += writeSync(fd, bytes, done, bytes.byteLength - done, position + done);
  }
}
