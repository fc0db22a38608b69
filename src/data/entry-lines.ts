import { compareBytes } from "../core/byte-order.js";
import { asSha256, isSha256 } from "../core/sha256.js";
import { FileAndFolderCheck, sortEntries } from "./entry-list.js";
import { decodeEntryPath, encodeEntryPath, entryPathProblem } from "./entry-path.js";
import type { FileEntry } from "./types.js";

/** A line of a listing: `<sha256> <size> <mode> <path>`, without a line end. */
function formatEntryLine(entry: FileEntry): string {
  return `${entry.sha256} ${entry.size} ${entry.mode} ${encodeEntryPath(entry.path)}`;
}

/** The lines of a listing in byte order of their paths, each after `indent` and with its line end. */
export function formatEntryLines(entries: readonly FileEntry[], indent: string): string {
  return sortEntries(entries)
    .map((entry) => `${indent}${formatEntryLine(entry)}\n`)
    .join("");
}

/** A size in canonical digits; more than 2^53 - 1 is not one. */
export function parseSize(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const size = Number(text);
  return Number.isSafeInteger(size) ? size : undefined;
}

/**
 * Reads the indented lines of a canonical listing that begins at `start`.
 * @returns the entries and where the listing ends, or `undefined` if a line is not canonical.
 */
export function readCanonicalEntryLines(
  text: string,
  start: number,
): { readonly entries: readonly FileEntry[]; readonly end: number } | undefined {
  const line = / {2}([0-9a-f]{64}) (0|[1-9][0-9]{0,15}) (644|755) (.+)\n/y;
  const entries: FileEntry[] = [];
  const folders = new FileAndFolderCheck();
  let previous = "";
  let end = start;
  while (text.startsWith("  ", end)) {
    line.lastIndex = end;
    const match = line.exec(text);
    if (match === null) return undefined;
    const path = decodeEntryPath(match[4] ?? "");
    const size = Number(match[2]);
    if (path === undefined || entryPathProblem(path) !== undefined || !Number.isSafeInteger(size))
      return undefined;
    if (compareBytes(previous, path) >= 0 || folders.next(path) !== undefined) return undefined;
    entries.push({ path, sha256: asSha256(match[1] ?? ""), size, mode: match[3] === "755" ? "755" : "644" });
    previous = path;
    end = line.lastIndex;
  }
  return { entries, end };
}

/** A line of a listing that a person may have edited, and where its text begins in the file. */
export interface SourceLine {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

type Report = (place: { readonly line: number; readonly column: number }, message: string) => void;
type PlacedEntry = FileEntry & { readonly line: number; readonly column: number };

/** Reads lines in any order, reports everything that is wrong, and returns the sound ones in byte order. */
export function checkEntryLines(lines: readonly SourceLine[], report: Report): FileEntry[] {
  const entries = lines.flatMap((line) => (line.text === "" ? [] : checkEntryLine(line, report)));
  const sorted = sortEntries(entries);
  const folders = new FileAndFolderCheck();
  const byPath = new Map<string, PlacedEntry>();
  for (const entry of sorted) {
    const shown = JSON.stringify(entry.path);
    const twin = byPath.get(entry.path);
    if (twin !== undefined) {
      report(entry, `the path ${shown} is listed twice (see line ${twin.line})`);
      continue;
    }
    const file = folders.next(entry.path);
    if (file !== undefined) {
      const other = byPath.get(file)?.line;
      report(entry, `${JSON.stringify(file)} is a file (line ${other}) and a folder (${shown})`);
    }
    byPath.set(entry.path, entry);
  }
  return sorted.map(({ path, sha256, size, mode }) => ({ path, sha256, size, mode }));
}

function checkEntryLine(source: SourceLine, report: Report): PlacedEntry[] {
  const match = /^(\S+) (\S+) (\S+) (.+)$/su.exec(source.text);
  if (match === null) {
    report(source, "an entry must read <sha256> <size> <mode> <path>, one space between them");
    return [];
  }
  const [, digest = "", digits = "", mode = "", encoded = ""] = match;
  let sound = true;
  const refuse = (offset: number, message: string): void => {
    report({ line: source.line, column: source.column + offset }, message);
    sound = false;
  };
  if (!isSha256(digest)) refuse(0, digestProblem(digest));
  const sizeAt = digest.length + 1;
  const size = parseSize(digits);
  if (size === undefined) refuse(sizeAt, sizeProblem(digits));
  const modeAt = sizeAt + digits.length + 1;
  if (mode !== "644" && mode !== "755") refuse(modeAt, modeProblem(mode));
  const pathAt = modeAt + mode.length + 1;
  const path = decodeEntryPath(encoded);
  const shown = JSON.stringify(path ?? encoded);
  const problem = path === undefined ? encodingProblem : entryPathProblem(path);
  if (problem !== undefined) refuse(pathAt, `the path ${shown} ${problem}`);
  if (!sound || path === undefined || size === undefined || !isSha256(digest)) return [];
  const column = source.column + pathAt;
  return [{ path, sha256: digest, size, mode: mode === "755" ? "755" : "644", line: source.line, column }];
}

/** Worded to follow a path. */
const encodingProblem =
  "is not encoded as mlx writes it (%, control characters and outer spaces, and nothing else, as upper-case %XX of UTF-8)";

export function digestProblem(text: string): string {
  return `${JSON.stringify(text)} is not a SHA-256 digest of 64 lower-case hexadecimal digits`;
}

export function sizeProblem(text: string): string {
  return `${JSON.stringify(text)} is not a size: it must be a whole number of bytes from 0 to ${Number.MAX_SAFE_INTEGER}`;
}

export function modeProblem(text: string): string {
  return `${JSON.stringify(text)} is not a mode: it must be 644 or 755`;
}
