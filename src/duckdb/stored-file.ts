import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Interrupted, MlxError, systemCode } from "../core/errors.js";
import { ioError } from "../files/io-error.js";
import { formatOfName } from "./format-of-name.js";
import type { SourceFormat } from "./table-source.js";
import { isWholeZstd } from "./whole-zstd.js";

/** A data file as the engine can read it. */
export interface StoredFile {
  /** The file itself, or what it held unpacked. */
  readonly path: string;
  readonly format: SourceFormat;
  readonly compression: "none" | "zstd";
  /** What the name does not say, or says wrongly. */
  readonly notes: readonly string[];
}

export interface StoredFileOptions {
  readonly path: string;
  /** As messages call it. */
  readonly file: string;
  /** What the user says it is. */
  readonly format: SourceFormat | undefined;
  /** For unpacked bytes; exists. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Finds out what a file is by its first bytes, then its name, and makes sure that a packed one is whole: the engine reads what is
 * there of a cut file without a word.
 * @throws {MlxError} `MLX_DATA_FORMAT` or `MLX_DATA_UNREADABLE`, exit 2; `MLX_NO_SUCH_FILE`, `MLX_IO`, `MLX_PERMISSION`.
 */
export async function storedFile(options: StoredFileOptions): Promise<StoredFile> {
  const named = formatOfName(options.file);
  const head = await firstBytes(options.path, options.file);
  const packed = packingOf(head);
  const notes: string[] = [];
  if (packed !== named.packing && packed !== undefined)
    notes.push(`${options.file} is packed with ${packed}, which its name does not say`);
  if (named.packing !== undefined && packed === undefined && head.length > 0)
    notes.push(`${options.file} is not packed with ${named.packing}, whatever its name says`);
  if (packed === "gzip") {
    const path = await unpacked(options);
    const inside = await firstBytes(path, options.file);
    const format = formatOf(options, named.format, inside, notes);
    return { path: await withoutMark(options, path, format, inside), format, compression: "none", notes };
  }
  if (packed === "zstd") {
    if (!(await isWholeZstd(options.path))) throw cut(options.file, "zstd");
    const format = options.format ?? named.format;
    if (format === undefined) throw unknownFormat(options.file);
    if (format === "parquet") throw packedParquet(options.file);
    return { path: options.path, format, compression: "zstd", notes };
  }
  const format = formatOf(options, named.format, head, notes);
  const path = await withoutMark(options, options.path, format, head);
  return { path, format, compression: "none", notes };
}

/** The engine takes a byte order mark before JSON for a broken line. */
async function withoutMark(
  { file, folder, signal }: StoredFileOptions,
  path: string,
  format: SourceFormat,
  head: Buffer,
): Promise<string> {
  if (format !== "jsonl" || head.subarray(0, 3).toString("hex") !== "efbbbf") return path;
  const target = join(folder, `unmarked-${counter++}`);
  try {
    await pipeline(createReadStream(path, { start: 3 }), createWriteStream(target), { signal });
  } catch (error) {
    if (signal?.aborted) throw new Interrupted();
    throw ioError(error, `cannot read ${file}`);
  }
  return target;
}

function packedParquet(file: string): MlxError {
  return new MlxError("MLX_DATA_FORMAT", `${file} is Parquet that is packed with zstd as a whole`, {
    hint: `unpack it with zstd -d ${file}; Parquet packs its columns itself`,
    exitCode: 2,
  });
}

function formatOf(
  { file, format: said }: StoredFileOptions,
  named: SourceFormat | undefined,
  head: Buffer,
  notes: string[],
): SourceFormat {
  const isParquet = head.subarray(0, 4).toString("latin1") === "PAR1";
  const format = said ?? named;
  if (isParquet) {
    if (format !== "parquet") notes.push(`${file} is Parquet, whatever its name says`);
    return "parquet";
  }
  if (format === "parquet" && head.length === 0) {
    throw new MlxError("MLX_DATA_UNREADABLE", `${file} is empty: it is no Parquet file`, {
      hint: "fetch or make the file again",
      exitCode: 2,
    });
  }
  if (format === "parquet") {
    throw new MlxError("MLX_DATA_FORMAT", `${file} is not Parquet: it begins with ${shown(head)}`, {
      hint: "give the file the ending of what it is: .csv, .tsv, .jsonl or .parquet",
      exitCode: 2,
    });
  }
  const other = foreignFormat(head);
  if (other !== undefined) {
    throw new MlxError("MLX_DATA_FORMAT", `${file} is ${other}, not a table that can be read`, {
      hint: "export it to CSV, TSV, JSON Lines or Parquet",
      exitCode: 2,
    });
  }
  if (isUtf16(head)) {
    throw new MlxError("MLX_DATA_UNREADABLE", `${file}:1:1: the file is UTF-16`, {
      hint: `convert it, for instance with iconv -f UTF-16 -t UTF-8 ${file}`,
      exitCode: 2,
      at: { file, line: 1, column: 1 },
    });
  }
  if (format === undefined) throw unknownFormat(file);
  return format;
}

/** By its byte order mark; without one, by a zero beside each of the first letters. */
function isUtf16(head: Buffer): boolean {
  const mark = head.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") return true;
  const [a, b, c, d] = head;
  const isLittle = b === 0 && d === 0 && a !== 0 && c !== 0;
  const isBig = a === 0 && c === 0 && b !== 0 && d !== 0;
  return head.length >= 4 && (isLittle || isBig);
}

function unknownFormat(file: string): MlxError {
  return new MlxError("MLX_DATA_FORMAT", `${file}: its name does not say what it holds`, {
    hint: "data files end in .csv, .tsv, .jsonl or .parquet, and may be packed: .csv.gz, .jsonl.zst",
    exitCode: 2,
  });
}

function foreignFormat(head: Buffer): string | undefined {
  const start = head.subarray(0, 16).toString("latin1");
  if (start.startsWith("PK\u0003\u0004")) return "a ZIP archive (.xlsx and .npz are such)";
  if (start.startsWith("SQLite format 3")) return "an SQLite database";
  if (start.startsWith("\u0089HDF")) return "HDF5";
  if (start.startsWith("ARROW1") || start.startsWith("FEA1")) return "Arrow";
  if (start.startsWith("%PDF")) return "PDF";
  return undefined;
}

function packingOf(head: Buffer): "gzip" | "zstd" | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? "zstd" : undefined;
}

async function unpacked({ path, file, folder, signal }: StoredFileOptions): Promise<string> {
  const target = join(folder, `unpacked-${counter++}`);
  try {
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(target), { signal });
  } catch (error) {
    if (signal?.aborted) throw new Interrupted();
    if (systemCode(error)?.startsWith("Z_")) throw cut(file, "gzip", error);
    throw ioError(error, `cannot unpack ${file}`);
  }
  return target;
}

let counter = 0;

function cut(file: string, packing: string, cause?: unknown): MlxError {
  return new MlxError(
    "MLX_DATA_UNREADABLE",
    `${file} is cut or damaged: its ${packing} data cannot be unpacked to the end`,
    {
      hint: "fetch or make the file again",
      exitCode: 2,
      cause,
    },
  );
}

async function firstBytes(path: string, file: string): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw ioError(error, `cannot read ${file}`);
    throw new MlxError("MLX_NO_SUCH_FILE", `there is no file ${file}`, { exitCode: 2, cause: error });
  }
}

function shown(head: Buffer): string {
  return JSON.stringify(head.subarray(0, 16).toString("utf8"));
}
