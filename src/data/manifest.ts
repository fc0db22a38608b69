import { compareBytes } from "../core/byte-order.js";
import { MlxError } from "../core/errors.js";
import { asSha256, type Sha256, sha256Of } from "../core/sha256.js";
import { parseSize } from "./entry-lines.js";
import { decodeEntryPath, encodeEntryPath, entryNameProblem } from "./entry-path.js";
import type { FileMode } from "./types.js";

/** The first line of every manifest: the version of the format. */
const head = "mlx-tree 1\n";

/** A file of one folder. */
export interface ManifestFile {
  readonly kind: "file";
  readonly name: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  readonly mode: FileMode;
}

/** A folder of one folder: its own manifest's digest, and the bytes of all files below it. */
export interface ManifestFolder {
  readonly kind: "tree";
  readonly name: string;
  readonly sha256: Sha256;
  readonly size: number;
}

export type ManifestEntry = ManifestFile | ManifestFolder;

/** One folder level, ready to be stored. */
export interface SealedManifest {
  readonly sha256: Sha256;
  readonly text: string;
  /** Bytes of all files below. */
  readonly size: number;
}

/**
 * Writes the manifest of one folder in its one valid encoding.
 * @param entries in any order, names unique.
 * @throws {MlxError} `MLX_DIRECTORY_TOO_LARGE` if the sizes add up to more than 2^53 - 1 bytes.
 */
export function sealManifest(entries: readonly ManifestEntry[]): SealedManifest {
  let size = 0;
  let sorted = true;
  let previous = "";
  for (const entry of entries) {
    size += entry.size;
    sorted &&= compareBytes(previous, entry.name) < 0;
    previous = entry.name;
  }
  if (!Number.isSafeInteger(size)) {
    throw new MlxError(
      "MLX_DIRECTORY_TOO_LARGE",
      `a directory holds ${size} bytes, more than mlx can count`,
      {
        hint: "track its sub-directories one by one",
      },
    );
  }
  const inOrder = sorted ? entries : [...entries].sort((a, b) => compareBytes(a.name, b.name));
  const text = head + inOrder.map(formatLine).join("");
  return { sha256: sha256Of(text), text, size };
}

function formatLine(entry: ManifestEntry): string {
  const mode = entry.kind === "tree" ? "tree" : entry.mode;
  return `${entry.sha256} ${entry.size} ${mode} ${encodeEntryPath(entry.name)}\n`;
}

/**
 * Reads a manifest; there is exactly one valid encoding.
 * @param label what to call it in messages, such as its digest.
 * @returns the entries in byte order of their names.
 * @throws {MlxError} `MLX_INVALID_MANIFEST` with the first line that is wrong.
 */
export function parseManifest(text: string, label: string): ManifestEntry[] {
  if (!text.startsWith(head)) throw invalidManifest(label, 1, headProblem(text));
  const pattern = /([0-9a-f]{64}) ([0-9]+) (644|755|tree) (.+)\n/y;
  const entries: ManifestEntry[] = [];
  let previous = "";
  let end = head.length;
  while (end < text.length) {
    const line = entries.length + 2;
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (match === null)
      throw invalidManifest(label, line, "a line must read <sha256> <size> <644|755|tree> <name>");
    const entry = readEntry(match, (message) => invalidManifest(label, line, message));
    if (compareBytes(previous, entry.name) >= 0) {
      throw invalidManifest(
        label,
        line,
        `the name ${JSON.stringify(entry.name)} is out of order or repeated`,
      );
    }
    entries.push(entry);
    previous = entry.name;
    end = pattern.lastIndex;
  }
  return entries;
}

function readEntry(match: RegExpExecArray, problem: (message: string) => MlxError): ManifestEntry {
  const [, digest = "", digits = "", mode, encoded = ""] = match;
  const name = decodeEntryPath(encoded);
  if (name === undefined)
    throw problem(`the name ${JSON.stringify(encoded)} is not encoded as mlx writes it`);
  const wrong = entryNameProblem(name);
  if (wrong !== undefined) throw problem(`the name ${JSON.stringify(name)} ${wrong}`);
  const size = parseSize(digits);
  if (size === undefined) throw problem(`${digits} is not a size`);
  const sha256 = asSha256(digest);
  if (mode === "tree") return { kind: "tree", name, sha256, size };
  return { kind: "file", name, sha256, size, mode: mode === "755" ? "755" : "644" };
}

function headProblem(text: string): string {
  const version = /^mlx-tree ([0-9]+)\n/.exec(text)?.[1];
  if (version === undefined) return "this is not a directory manifest: it must begin with `mlx-tree 1`";
  return `written by a newer mlx: manifest version ${version}, this mlx reads 1; update mlx`;
}

/** The error for a manifest that no correct writer made. @param line counted from 1. */
export function invalidManifest(label: string, line: number, message: string): MlxError {
  const at = { file: label, line, column: 1 };
  return new MlxError("MLX_INVALID_MANIFEST", `${label}:${line}:1: ${message}`, {
    hint: "take the pointer's last good state from git, or add the directory again with mlx data add",
    at,
    problems: [{ ...at, message }],
  });
}
