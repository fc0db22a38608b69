import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { MlxError, systemCode } from "../../core/errors.js";
import { formatBytes } from "../../core/format-bytes.js";
import { ioError } from "../../files/io-error.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { type LinePoint, type MetricLine, parseMetricLine } from "../../runs/metric-line.js";
import type { MetricPoint, RunId } from "../../runs/types.js";

const pieceBytes = 1024 * 1024;
/** More than the longest text that a run may have, with all its escapes. */
const longestLine = 128 * pieceBytes;
/** By so much of its end it is seen that what was taken in is still there. */
const tellingBytes = 64;

export interface IntakeOptions {
  readonly ledger: RunLedger;
  readonly id: RunId;
  /** `$MLX_METRICS_FILE` */
  readonly file: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Takes the file or folder that a line names into the cache. */
  readonly keepCheckpoint: (path: string, step: number) => Promise<void>;
  /** Told of what a line says that cannot be taken in; the rest is. */
  readonly warn: (message: string) => void;
}

/** A line and where it ends, in bytes from the file's beginning. */
interface Entry {
  readonly line: MetricLine;
  readonly end: number;
}

/**
 * Takes the lines of a run's metrics file into the ledger, each exactly once: how far it got is noted with them in one
 * transaction, so that whoever goes on after a crash begins there.
 */
export class MetricsIntake {
  #under: Promise<void> = Promise.resolve();
  #toldBadLine = false;
  #taken: { readonly offset: number; readonly end: Buffer } | undefined;
  /** Latest timestamps given to points that came without, as long as they lie ahead of the clock. */
  readonly #given = new Map<string, number>();

  constructor(private readonly options: IntakeOptions) {}

  /**
   * Takes in what has been added. @param final takes a last line without a line end, too.
   * @throws {MlxError} if the ledger or the file cannot be used; nothing is lost, and the next call tries again.
   */
  take(final = false): Promise<void> {
    const next = this.#under.then(() => this.#takeAll(final));
    this.#under = next.catch(() => undefined);
    return next;
  }

  async #takeAll(final: boolean): Promise<void> {
    const handle = openWithoutWaiting(this.options.file);
    if (handle === undefined) return;
    try {
      if (!fstatSync(handle).isFile()) {
        this.options.warn("the metrics file was replaced by something else: nothing was read from it");
        return;
      }
      let offset = this.#offsetIn(handle);
      for (let size = pieceBytes; ; ) {
        const piece = readPiece(handle, offset, size);
        const full = piece.length === size;
        const lines = piece.subarray(0, final && !full ? piece.length : piece.lastIndexOf(10) + 1);
        if (lines.length > 0) {
          await this.#store(this.#parse(lines, offset, handle), offset + lines.length);
          offset += lines.length;
          this.#taken = { offset, end: Buffer.from(lines.subarray(-tellingBytes)) };
        } else if (size >= longestLine) {
          this.#tellBadLine(handle, offset, `it is longer than ${formatBytes(longestLine)}`);
          // What follows of it is no line either, and is passed over as such.
          offset += piece.length;
          this.#append([], offset);
        } else if (full) size *= 2;
        if (!full) return;
      }
    } finally {
      closeSync(handle);
    }
  }

  /** Where to go on: from the beginning where the command has written the file anew. */
  #offsetIn(handle: number): number {
    const { ledger, id, warn } = this.options;
    const offset = ledger.spoolOffset(id);
    const end = this.#taken?.offset === offset ? this.#taken.end : Buffer.alloc(0);
    const there = readPiece(handle, offset - end.length, end.length).equals(end);
    if (there && fstatSync(handle).size >= offset) return offset;
    warn("the metrics file was written anew: lines that were not read before are lost; append them instead");
    this.#append([], 0);
    return 0;
  }

  #parse(bytes: Buffer, offset: number, handle: number): Entry[] {
    const entries: Entry[] = [];
    for (let start = 0; start < bytes.length; ) {
      const found = bytes.indexOf(10, start);
      const end = found === -1 ? bytes.length : found;
      const text = bytes.toString("utf8", start, end).trim();
      const parsed = text === "" ? undefined : parseMetricLine(text);
      if (parsed && "problem" in parsed) this.#tellBadLine(handle, offset + start, parsed.problem);
      else if (parsed) entries.push({ line: parsed, end: offset + end + 1 });
      start = end + 1;
    }
    return entries;
  }

  /** One such line is told of; where there is one there are often thousands. */
  #tellBadLine(handle: number, position: number, problem: string): void {
    if (this.#toldBadLine) return;
    this.#toldBadLine = true;
    let number = 1;
    for (let at = 0; at < position; ) {
      const piece = readPiece(handle, at, Math.min(pieceBytes, position - at));
      for (const byte of piece) if (byte === 10) number++;
      if (piece.length === 0) break;
      at += piece.length;
    }
    this.options.warn(`line ${number} of the metrics file was passed over: ${problem}`);
  }

  /** Up to each checkpoint at once, so that a crash while its files are copied repeats nothing but that. */
  async #store(entries: readonly Entry[], end: number): Promise<void> {
    let waiting: MetricLine[] = [];
    let reached: number | undefined;
    for (const entry of entries) {
      const { checkpoint } = entry.line;
      if (checkpoint) {
        if (reached !== undefined) this.#append(waiting, reached);
        waiting = [];
        await this.options.keepCheckpoint(checkpoint.path, checkpoint.step).catch((error: unknown) => {
          if (!(error instanceof MlxError)) throw error;
          this.options.warn(`checkpoint ${checkpoint.path} of step ${checkpoint.step}: ${error.message}`);
        });
        this.#append([entry.line], entry.end);
      } else waiting.push(entry.line);
      reached = entry.end;
    }
    this.#append(waiting, end);
  }

  #append(lines: readonly MetricLine[], offset: number): void {
    const { ledger, id, now } = this.options;
    const time = now();
    for (const [key, last] of this.#given) if (last < time) this.#given.delete(key);
    const metrics = lines.flatMap((line) => line.metrics.map((point) => this.#stamp(point, time)));
    const params = this.#paramsOf(lines);
    const tags = Object.fromEntries(lines.flatMap((line) => Object.entries(line.tags)));
    const spool = { offset };
    try {
      ledger.append(id, { metrics, params, tags }, time, spool);
    } catch (error) {
      if (!isConflict(error)) throw error;
      for (const [key, value] of Object.entries(params)) this.#appendParam(key, value, time);
      ledger.append(id, { metrics, tags }, time, spool);
    }
  }

  #appendParam(key: string, value: string, time: number): void {
    try {
      this.options.ledger.append(this.options.id, { params: { [key]: value } }, time);
    } catch (error) {
      if (!isConflict(error)) throw error;
      this.options.warn(error.message);
    }
  }

  #paramsOf(lines: readonly MetricLine[]): Record<string, string> {
    const params = new Map<string, string>();
    for (const [key, value] of lines.flatMap((line) => Object.entries(line.params))) {
      const earlier = params.get(key);
      if (earlier === undefined) params.set(key, value);
      else if (earlier !== value) {
        this.options.warn(
          `parameter ${key} is ${JSON.stringify(earlier)}; ${JSON.stringify(value)} was not recorded`,
        );
      }
    }
    return Object.fromEntries(params);
  }

  /** Every line without a timestamp is a measurement of its own, also where it says the same in the same millisecond. */
  #stamp(point: LinePoint, time: number): MetricPoint {
    if (point.timestamp !== undefined) return { ...point, timestamp: Math.round(point.timestamp) };
    const key = `${point.step} ${point.value} ${point.key}`;
    const timestamp = Math.max(time, (this.#given.get(key) ?? 0) + 1);
    this.#given.set(key, timestamp);
    return { ...point, timestamp };
  }
}

function isConflict(error: unknown): error is MlxError {
  return error instanceof MlxError && error.code === "MLX_PARAM_CONFLICT";
}

/** A command may have put a pipe in the file's place, which nobody writes to. @returns undefined if there is nothing. */
function openWithoutWaiting(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw ioError(error, `cannot read ${file}`);
  }
}

function readPiece(handle: number, position: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  return bytes.subarray(0, readSync(handle, bytes, 0, size, position));
}
