import { canonicalJson } from "../../core/canonical-json.js";
import { MlxError } from "../../core/errors.js";
import { isDeeperThan } from "../../core/json-depth.js";
import { isSha256, type Sha256 } from "../../core/sha256.js";
import type { RunBundle } from "../bundle.js";
import { parseBundle } from "../parse-bundle.js";

export const bundleFormat = "mlx-runs";
export const bundleVersion = 1;
/** Most bytes of an object in one line, before base64. */
export const pieceSize = 1024 * 1024;
/** Levels of lists and objects in a line. */
const deepest = 64;

/** A part of an object's bytes. */
export interface ObjectPiece {
  readonly sha256: Sha256;
  /** Bytes of the whole object. */
  readonly size: number;
  /** Where in the object the piece begins. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/** What a line of a bundle file says. */
export type BundleLine =
  | { readonly kind: "header" }
  | { readonly kind: "run"; readonly bundle: RunBundle }
  | { readonly kind: "piece"; readonly piece: ObjectPiece }
  | { readonly kind: "end"; readonly runs: number; readonly objects: number };

/** @param mlx the version that writes. */
export function headerLine(mlx: string): string {
  return oneLine({ format: bundleFormat, mlx, version: bundleVersion });
}

export function runLine(bundle: RunBundle): string {
  return oneLine({ run: bundle });
}

export function pieceLine({ sha256, size, offset, bytes }: ObjectPiece): string {
  return oneLine({ object: { data: bytes.toString("base64"), offset, sha256, size } });
}

export function endLine(runs: number, objects: number): string {
  return oneLine({ end: { objects, runs } });
}

/** Canonical JSON without its line breaks, which strings never hold, and with one at the end. */
function oneLine(value: unknown): string {
  return `${canonicalJson(value).replace(/\n */g, "")}\n`;
}

/** @throws {MlxError} `MLX_INVALID_BUNDLE` with what is wrong, without the place. */
export function parseBundleLine(text: string): BundleLine {
  const line = fieldsOf(parseJson(text), "the line");
  if (line.has("format")) return parseHeader(line);
  const [first, ...more] = line;
  if (first === undefined || more.length > 0)
    throw invalid("it is neither a run nor a part of an object nor the end");
  const [kind, value] = first;
  if (kind === "run") return { kind, bundle: parseBundle(value) };
  if (kind === "object") return { kind: "piece", piece: parsePiece(fieldsOf(value, "the object")) };
  if (kind === "end") {
    const end = fieldsOf(value, "the end");
    return { kind, runs: count(end, "runs"), objects: count(end, "objects") };
  }
  throw invalid(`it is of an unknown kind: ${JSON.stringify(kind.slice(0, 40))}`);
}

/** A run as a remote keeps it. @throws {MlxError} `MLX_INVALID_BUNDLE` */
export function parseRecord(text: string): RunBundle {
  return parseBundle(parseJson(text));
}

export function invalid(message: string, hint?: string): MlxError {
  return new MlxError("MLX_INVALID_BUNDLE", message, hint === undefined ? {} : { hint });
}

function parseHeader(line: ReadonlyMap<string, unknown>): BundleLine {
  if (line.get("format") !== bundleFormat) throw invalid("it is not the header of a file of runs");
  if (line.get("version") === bundleVersion) return { kind: "header" };
  throw invalid(
    `its format is version ${JSON.stringify(line.get("version"))}; this mlx knows version ${bundleVersion}`,
    "update mlx: npm install --global mlx-cli@latest",
  );
}

function parsePiece(object: ReadonlyMap<string, unknown>): ObjectPiece {
  const [sha256, data] = [object.get("sha256"), object.get("data")];
  if (typeof sha256 !== "string" || !isSha256(sha256)) throw invalid("an object without a digest");
  if (typeof data !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    throw invalid("bytes that are not base64");
  const bytes = Buffer.from(data, "base64");
  if (bytes.length > pieceSize) throw invalid(`a part of an object with more than ${pieceSize} bytes`);
  return { sha256, size: count(object, "size"), offset: count(object, "offset"), bytes };
}

function count(fields: ReadonlyMap<string, unknown>, key: string): number {
  const value = fields.get(key);
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`${key} is not a count`);
}

function fieldsOf(value: unknown, what: string): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(`${what} is not an object`);
  return new Map<string, unknown>(Object.entries(value));
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
  if (isDeeperThan(value, deepest)) throw invalid("it is nested too deeply");
  return value;
}
