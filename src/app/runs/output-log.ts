import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../core/format-bytes.js";
import { ioError } from "../../files/io-error.js";

/** A stretch of what a command wrote: `output` is its beginning, `output.<start>` begins at that byte. */
interface Segment {
  readonly path: string;
  readonly start: number;
  readonly size: number;
}

/** What is kept of a command's output. */
export interface KeptOutput {
  readonly bytes: Buffer;
  /** Bytes the command wrote. */
  readonly written: number;
  readonly truncated: boolean;
}

/**
 * Keeps a command's output in its run's folder while it runs: the first half of `limit` in one file, the rest in files
 * of half a `limit` each, of which the last two stay. What was written is there when `write` returns.
 */
export class OutputLog {
  written = 0;
  #handle: number | undefined;
  #room = 0;
  readonly #kept: string[] = [];

  constructor(
    private readonly dir: string,
    private readonly limit: number,
  ) {}

  /** @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION, MLX_IO. */
  write(chunk: Uint8Array): void {
    try {
      for (let done = 0; done < chunk.length; ) {
        if (this.#room === 0) this.#next();
        const count = writeSync(this.#handle ?? -1, chunk, done, Math.min(this.#room, chunk.length - done));
        done += count;
        this.#room -= count;
        this.written += count;
      }
    } catch (error) {
      throw ioError(error, `cannot keep the output in ${this.dir}`);
    }
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
    this.#room = 0;
  }

  #next(): void {
    this.close();
    const path = join(this.dir, this.written === 0 ? "output" : `output.${this.written}`);
    this.#handle = openSync(path, "a");
    this.#room = this.written === 0 ? headSize(this.limit) : tailSize(this.limit);
    if (this.written === 0) return;
    this.#kept.push(path);
    const old = this.#kept.length > 2 ? this.#kept.shift() : undefined;
    if (old !== undefined) rmSync(old, { force: true });
  }
}

/** Puts together what is to be kept for good: all of it, or its first and last part and a mark between them. */
export function keptOutput(dir: string, limit: number): KeptOutput {
  const segments = segmentsIn(dir);
  const parts = segments.map(({ path, size }) => readFileSync(path).subarray(0, size));
  const last = segments.at(-1);
  const written = last ? last.start + last.size : 0;
  const sum = parts.reduce((total, part) => total + part.length, 0);
  if (sum === written && written <= limit) return { bytes: Buffer.concat(parts), written, truncated: false };
  const [head = Buffer.alloc(0), ...rest] = parts;
  const window = Buffer.concat(rest);
  const tail = fromLineStart(window.subarray(Math.max(0, window.length - tailSize(limit))));
  const left = written - head.length - tail.length;
  const mark = Buffer.from(`\n[mlx: ${formatBytes(left)} of the output were left out here]\n`);
  return { bytes: Buffer.concat([head, mark, tail]), written, truncated: true };
}

/**
 * What a running command wrote from a position on, at most 1 MB of it.
 * @returns undefined if there is no more yet. `next` may be further than `position` plus the bytes: the rest is gone.
 */
export function readOutput(
  dir: string,
  position: number,
): { readonly bytes: Buffer; readonly next: number } | undefined {
  const segment = segmentsIn(dir).find(({ start, size }) => start + size > position);
  if (!segment) return undefined;
  const from = Math.max(0, position - segment.start);
  const bytes = readStretch(segment.path, from, Math.min(segment.size - from, 1_000_000));
  return { bytes, next: segment.start + from + bytes.length };
}

function segmentsIn(dir: string): Segment[] {
  return readdirSync(dir)
    .flatMap((name): Segment[] => {
      const match = /^output(?:\.(\d+))?$/.exec(name);
      const stats = match ? statSync(join(dir, name), { throwIfNoEntry: false }) : undefined;
      if (!stats?.isFile()) return [];
      return [{ path: join(dir, name), start: Number(match?.[1] ?? 0), size: stats.size }];
    })
    .sort((a, b) => a.start - b.start);
}

function readStretch(path: string, from: number, length: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, from));
  } finally {
    closeSync(handle);
  }
}

function headSize(limit: number): number {
  return Math.max(1, Math.ceil(limit / 2));
}

function tailSize(limit: number): number {
  return Math.max(1, Math.floor(limit / 2));
}

/** From the first whole line on, where one begins soon. */
function fromLineStart(bytes: Buffer): Buffer {
  const end = bytes.subarray(0, 64_000).indexOf(10);
  return bytes.subarray(end + 1);
}
