import { closeSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Redactor } from "../../core/redact.js";
import type { CaseResult } from "../../evals/types.js";
import { ioError } from "../../files/io-error.js";
import { orderResults } from "./order-results.js";
import { redactResult } from "./redact-result.js";
import { type ResultPlace, ResultsIndex } from "./results-index.js";

/** Bytes that are written at once, where many results are ready in one turn. */
const batchBytes = 262_144;

/**
 * The results of an evaluation on disk: each is appended as soon as it is known, in the turn in which it became known. What a
 * killed process leaves is whole lines, and at most one that is torn.
 */
export class ResultsWriter {
  readonly #handle: number;
  #end: number;
  #lines: string[] = [];
  #waiting = 0;
  #scheduled: NodeJS.Immediate | undefined;
  #closed = false;

  /**
   * @param index of the results that are there already: what follows them, a torn line, is cut off.
   * @throws {MlxError} `MLX_DISK_FULL`, `MLX_PERMISSION`, `MLX_IO`.
   */
  constructor(
    readonly path: string,
    private readonly redact: Redactor,
    readonly index = new ResultsIndex(),
  ) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#handle = openSync(path, index.bytes > 0 ? "r+" : "w+", 0o600);
      ftruncateSync(this.#handle, index.bytes);
    } catch (error) {
      throw ioError(error, `cannot write ${path}`);
    }
    this.#end = index.bytes;
  }

  /** @returns the result as it is written: without credentials. */
  add(given: CaseResult): CaseResult {
    const { result, line: text } = redactResult(given, this.redact);
    const line = `${text}\n`;
    const bytes = Buffer.byteLength(line);
    this.index.add(result.index, { offset: this.#end + this.#waiting, bytes });
    this.#lines.push(line);
    this.#waiting += bytes;
    if (this.#waiting >= batchBytes) this.flush();
    else this.#scheduled ??= setImmediate(() => this.#flushLater());
    return result;
  }

  /** A result that is there already. */
  read(place: ResultPlace): CaseResult {
    const buffer = Buffer.allocUnsafe(place.bytes);
    try {
      readSync(this.#handle, buffer, 0, place.bytes, place.offset);
    } catch (error) {
      throw ioError(error, `cannot read ${this.path}`);
    }
    return JSON.parse(buffer.toString("utf8"));
  }

  /** @throws {MlxError} `MLX_DISK_FULL`, `MLX_IO`. */
  flush(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#waiting === 0) return;
    const batch = Buffer.from(this.#lines.join(""));
    try {
      for (let done = 0; done < batch.length; ) {
        done += writeSync(this.#handle, batch, done, batch.length - done, this.#end + done);
      }
    } catch (error) {
      throw ioError(error, `cannot write ${this.path}`);
    }
    this.#end += batch.length;
    this.#lines = [];
    this.#waiting = 0;
  }

  /** Waits until all of it is on disk, and puts the results into the order of the cases. */
  finish(): void {
    this.flush();
    try {
      fdatasyncSync(this.#handle);
    } catch (error) {
      throw ioError(error, `cannot write ${this.path}`);
    }
    this.close();
    if (!this.index.inOrder) orderResults(this.path, this.index);
  }

  /** However the evaluation ended: nothing more is written. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    closeSync(this.#handle);
  }

  #failure: unknown;

  /** Nobody waits for this turn's writing: its failure is told at the next. */
  #flushLater(): void {
    this.#scheduled = undefined;
    try {
      this.flush();
    } catch (error) {
      this.#failure = error;
    }
  }
}
