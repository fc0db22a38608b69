import { asSha256 } from "../core/sha256.js";
import { formatEntryLines, parseSize, readCanonicalEntryLines } from "./entry-lines.js";
import { isPlainMeta } from "./pointer-meta.js";
import type { Pointer } from "./types.js";

/** The lines that every pointer of a kind begins with. */
export const versionLine = "mlx: 1\n";
export const fileHead = `${versionLine}kind: file\n`;
export const listHead = `${versionLine}kind: directory\nentries: |\n`;
const treeHead = `${versionLine}kind: directory\ntree: `;

/** The text of a pointer in its one canonical encoding. */
export function formatPointer(pointer: Pointer): string {
  const meta = pointer.meta ?? "";
  if (pointer.kind === "file") {
    const mode = pointer.mode === "755" ? "mode: 755\n" : "";
    return `${fileHead}sha256: ${pointer.sha256}\nsize: ${pointer.size}\n${mode}${meta}`;
  }
  if ("tree" in pointer) return `${treeHead}${pointer.tree}\n${meta}`;
  return `${listHead}${formatEntryLines(pointer.entries, "  ")}${meta}`;
}

/**
 * Reads a pointer, canonical or any other YAML that means the same.
 * @param file what to call it in messages, as the user would type it.
 * @throws {MlxError} `MLX_INVALID_POINTER` with every problem and its position.
 */
export async function parsePointer(text: string, file: string): Promise<Pointer> {
  const pointer = readCanonicalPointer(text);
  if (pointer !== undefined) return pointer;
  const { parsePointerLeniently } = await import("./pointer-yaml.js");
  return parsePointerLeniently(text, file);
}

/**
 * Reads a pointer in canonical encoding without a YAML parser.
 * @returns `undefined` if the text is not canonical, or has a `meta:` block that only a YAML parser can judge.
 */
export function readCanonicalPointer(text: string): Pointer | undefined {
  if (text.startsWith(fileHead)) return readFilePointer(text);
  if (text.startsWith(treeHead)) return readTreePointer(text);
  if (!text.startsWith(listHead)) return undefined;
  const listing = readCanonicalEntryLines(text, listHead.length);
  const meta = listing && readMeta(text, listing.end);
  return meta && { kind: "directory", entries: listing.entries, ...meta };
}

/** Whether a file named `*.mlx` may be a pointer: MATLAB's live scripts of that name are zip archives. */
export function looksLikePointer(bytes: Uint8Array): boolean {
  return !zipMagic.every((byte, index) => bytes[index] === byte);
}

const zipMagic = [0x50, 0x4b, 0x03, 0x04];

function readFilePointer(text: string): Pointer | undefined {
  const fields = /sha256: ([0-9a-f]{64})\nsize: ([0-9]+)\n(?:mode: (755)\n)?/y;
  fields.lastIndex = fileHead.length;
  const match = fields.exec(text);
  const size = parseSize(match?.[2] ?? "");
  const meta = match && readMeta(text, fields.lastIndex);
  if (!match || size === undefined || !meta) return undefined;
  return { kind: "file", sha256: asSha256(match[1] ?? ""), size, mode: match[3] ? "755" : "644", ...meta };
}

function readTreePointer(text: string): Pointer | undefined {
  const fields = /([0-9a-f]{64})\n/y;
  fields.lastIndex = treeHead.length;
  const match = fields.exec(text);
  const meta = match && readMeta(text, fields.lastIndex);
  return meta ? { kind: "directory", tree: asSha256(match[1] ?? ""), ...meta } : undefined;
}

function readMeta(text: string, start: number): { readonly meta?: string } | undefined {
  if (start === text.length) return {};
  const meta = text.slice(start);
  return isPlainMeta(meta) ? { meta } : undefined;
}
