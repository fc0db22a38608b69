import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Interrupted, MlxError, systemCode } from "../../../core/errors.js";
import { asSha256 } from "../../../core/sha256.js";
import { ioError } from "../../../files/io-error.js";
import type { RunBundle } from "../../../runs/bundle.js";
import { invalid, type ObjectPiece, parseBundleLine } from "../../../runs/exchange/bundle-line.js";

/** What a bundle file holds, in its order. */
export type BundleItem =
  | { readonly kind: "run"; readonly bundle: RunBundle }
  /** The last piece of an object comes only after the digest of all of them was found right. */
  | { readonly kind: "piece"; readonly piece: ObjectPiece; readonly last: boolean };

/** Bytes of a line, so that a small file which unpacks to a huge one fills no memory. */
const longestLine = 256 * 1024 * 1024;

/**
 * Reads a bundle file to its end, in bounded memory, each line checked.
 * @param label the file as the person knows it. @throws {MlxError} `MLX_INVALID_BUNDLE` with the line, `MLX_IO` and its kin.
 */
export async function* readBundleFile(
  path: string,
  label: string,
  options: { readonly signal: AbortSignal; readonly onBytes?: (count: number) => void },
): AsyncGenerator<BundleItem> {
  const file = new BundleReader();
  let line = 1;
  try {
    for await (const text of linesOf(path, options)) {
      yield* file.take(text);
      line++;
    }
    file.requireEnd();
  } catch (error) {
    throw located(error, label, line);
  }
}

/** Checks the lines of one file in their order. */
class BundleReader {
  #started = false;
  #ended = false;
  #runs = 0;
  #objects = 0;
  #object: { readonly sha256: string; readonly size: number; readonly hash: Hash; at: number } | undefined;

  *take(text: string): Generator<BundleItem> {
    if (this.#ended) throw invalid("there is something after the end");
    const line = parseBundleLine(text);
    if (this.#started === (line.kind === "header"))
      throw invalid(
        this.#started ? "there is a second header" : "it does not begin with the header of a file of runs",
      );
    if (this.#object && line.kind !== "piece")
      throw invalid(`the object ${this.#object.sha256} is cut short`);
    switch (line.kind) {
      case "header":
        this.#started = true;
        return;
      case "piece":
        yield { kind: "piece", piece: line.piece, last: this.#addPiece(line.piece) };
        return;
      case "run":
        this.#runs++;
        yield line;
        return;
      case "end":
        if (line.runs !== this.#runs || line.objects !== this.#objects)
          throw invalid("lines are missing before the end");
        this.#ended = true;
    }
  }

  requireEnd(): void {
    if (!this.#started) throw invalid("it is empty");
    if (!this.#ended) throw invalid("it is cut short");
  }

  /** @returns whether the object is whole now. */
  #addPiece({ sha256, size, offset, bytes }: ObjectPiece): boolean {
    const object = this.#object ?? { sha256, size, hash: createHash("sha256"), at: 0 };
    if (object.sha256 !== sha256 || object.size !== size || object.at !== offset)
      throw invalid(`the parts of the object ${object.sha256} do not follow each other`);
    object.hash.update(bytes);
    object.at += bytes.length;
    if (object.at > size || (bytes.length === 0 && size > 0))
      throw invalid(`the object ${sha256} is not of its size`);
    this.#object = object;
    if (object.at < size) return false;
    this.#object = undefined;
    this.#objects++;
    if (asSha256(object.hash.digest("hex")) !== sha256)
      throw invalid(`the bytes of the object ${sha256} are damaged`);
    return true;
  }
}

async function* linesOf(
  path: string,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes?: (count: number) => void },
): AsyncGenerator<string> {
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (onBytes) source.on("data", (chunk) => onBytes(chunk.length));
  const unzipped = source.on("error", (error) => unzipped.destroy(error)).pipe(createGunzip());
  try {
    yield* splitLines(unzipped, signal);
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

async function* splitLines(stream: Readable, signal: AbortSignal): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (signal.aborted) throw new Interrupted();
    if (!Buffer.isBuffer(chunk)) continue;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      pieces.push(chunk.subarray(start, end));
      yield Buffer.concat(pieces).toString("utf8");
      pieces = [];
      length = 0;
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > longestLine) throw invalid(`a line of more than ${longestLine} bytes`);
  }
  if (length > 0) throw invalid("it is cut short");
}

function fromMlflow(label: string): string {
  return `mlx runs export writes one; what MLflow recorded: mlx runs import mlflow ${label === "-" ? "SOURCE" : label}`;
}

function located(error: unknown, label: string, line: number): unknown {
  const code = systemCode(error);
  if (code === "Z_DATA_ERROR" && line === 1)
    return located(invalid("it is not a file of runs", fromMlflow(label)), label, line);
  if (code === "Z_BUF_ERROR") return located(invalid("it is cut short"), label, line);
  if (code?.startsWith("Z_")) return located(invalid("its compressed bytes are damaged"), label, line);
  if (error instanceof MlxError) {
    if (error.code !== "MLX_INVALID_BUNDLE") return error;
    const hint = error.hint ?? "get the file again from where it was exported; nothing of it was taken in";
    return new MlxError(error.code, error.message, {
      hint,
      at: { file: label, line, column: 1 },
      cause: error,
    });
  }
  if (code === "EISDIR") {
    return new MlxError("MLX_IO", `cannot read ${label}: it is a folder`, {
      hint: fromMlflow(label),
      exitCode: 3,
      cause: error,
    });
  }
  return code === undefined ? error : ioError(error, `cannot read ${label}`);
}
