import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { systemCode } from "../core/errors.js";

/** Bytes of a chunk that is fetched by one ranged request. */
export const chunkSize = 16 * 1024 * 1024;

/** What is known of the bytes in `<target>.part`: kept in `<target>.part.json`, so that a cut download goes on. */
export class PartialDownload {
  readonly file: string;
  readonly #record: string;
  readonly #done: Set<number>;

  /** @param size of the object in bytes. */
  constructor(
    readonly target: string,
    readonly size: number,
  ) {
    this.file = `${target}.part`;
    this.#record = `${target}.part.json`;
    this.#done = this.#read();
  }

  static exists(target: string): boolean {
    return statSync(`${target}.part.json`, { throwIfNoEntry: false }) !== undefined;
  }

  get count(): number {
    return Math.ceil(this.size / chunkSize);
  }

  /** Bytes that are there already. */
  get doneBytes(): number {
    let bytes = 0;
    for (const index of this.#done) bytes += this.range(index).length;
    return bytes;
  }

  get resumed(): boolean {
    return this.#done.size > 0;
  }

  has(index: number): boolean {
    return this.#done.has(index);
  }

  range(index: number): { readonly first: number; readonly last: number; readonly length: number } {
    const first = index * chunkSize;
    const last = Math.min(first + chunkSize, this.size) - 1;
    return { first, last, length: last - first + 1 };
  }

  /** Records that a chunk's bytes are in the file. */
  finish(index: number): void {
    this.#done.add(index);
    const draft = `${this.#record}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ size: this.size, chunkSize, done: [...this.#done] }));
    renameSync(draft, this.#record);
  }

  /** Forgets everything: the next attempt begins from scratch. */
  discard(): void {
    this.#done.clear();
    rmSync(this.#record, { force: true });
    rmSync(this.file, { force: true });
  }

  /** Moves the finished file into place, unless another process that fetched the same object has done so. */
  commit(): void {
    try {
      renameSync(this.file, this.target);
    } catch (error) {
      const moved =
        systemCode(error) === "ENOENT" &&
        statSync(this.target, { throwIfNoEntry: false })?.size === this.size;
      if (!moved) throw error;
    }
    rmSync(this.#record, { force: true });
  }

  /** A record that cannot be read, or is of another size, counts for nothing. */
  #read(): Set<number> {
    let record: unknown;
    try {
      if (statSync(this.file).size > this.size) return new Set();
      record = JSON.parse(readFileSync(this.#record, "utf8"));
    } catch {
      return new Set();
    }
    if (typeof record !== "object" || record === null) return new Set();
    if (!("size" in record) || record.size !== this.size) return new Set();
    if (!("chunkSize" in record) || record.chunkSize !== chunkSize) return new Set();
    if (!("done" in record) || !Array.isArray(record.done)) return new Set();
    return new Set(
      record.done.filter((index) => Number.isInteger(index) && index >= 0 && index < this.count),
    );
  }
}
