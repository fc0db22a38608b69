import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Characters that are gathered before they are written. */
const batch = 262_144;

/** A file that is written piece by piece beside its place, and moved there once it is whole. */
export class OutputFile {
  readonly #unfinished: string;
  readonly #handle: number;
  #pieces: string[] = [];
  #waiting = 0;
  #open = true;

  constructor(private readonly path: string) {
    this.#unfinished = `${path}.tmp`;
    mkdirSync(dirname(path), { recursive: true });
    this.#handle = openSync(this.#unfinished, "w");
  }

  write(text: string): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#waiting += text.length;
    if (this.#waiting >= batch) this.#flush();
  }

  /** Writes what a file holds. */
  copyFrom(file: string): void {
    this.#flush();
    const source = openSync(file, "r");
    try {
      const buffer = Buffer.allocUnsafe(batch);
      for (let read = readSync(source, buffer); read > 0; read = readSync(source, buffer)) {
        writeWhole(this.#handle, buffer.subarray(0, read));
      }
    } finally {
      closeSync(source);
    }
  }

  finish(): void {
    this.#flush();
    this.#close();
    renameSync(this.#unfinished, this.path);
  }

  /** What was written so far is given up. */
  abandon(): void {
    this.#close();
    rmSync(this.#unfinished, { force: true });
  }

  #flush(): void {
    if (this.#waiting > 0) writeWhole(this.#handle, Buffer.from(this.#pieces.join(""), "utf8"));
    this.#pieces = [];
    this.#waiting = 0;
  }

  #close(): void {
    if (this.#open) closeSync(this.#handle);
    this.#open = false;
  }
}

function writeWhole(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}
