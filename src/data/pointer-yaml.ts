import type { Scalar } from "yaml";
import { isSha256, type Sha256 } from "../core/sha256.js";
import { closest } from "../core/suggest.js";
import {
  checkEntryLines,
  digestProblem,
  modeProblem,
  parseSize,
  type SourceLine,
  sizeProblem,
} from "./entry-lines.js";
import { invalidPointer } from "./invalid-pointer.js";
import { metaProblem } from "./pointer-meta.js";
import { PointerSource } from "./pointer-source.js";
import type { DirectoryPointer, FileMode, FilePointer, Pointer } from "./types.js";

const keysOf = {
  file: ["mlx", "kind", "sha256", "size", "mode", "meta"],
  directory: ["mlx", "kind", "entries", "tree", "meta"],
} as const;

/**
 * Reads a pointer from any YAML that means one: other key order, comments, quotes, CRLF, unsorted entries.
 * @throws {MlxError} `MLX_INVALID_POINTER` with every problem and its position.
 */
export async function parsePointerLeniently(text: string, file: string): Promise<Pointer> {
  const lines = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  refuseConflict(lines, file);
  const { yaml } = await import("./yaml-library.js");
  const source = new PointerSource(yaml, lines, file);
  requireVersion(source);
  const kind = readKind(source);
  checkKeys(source, kind);
  const pointer = kind === "file" ? readFile(source) : kind && readDirectory(source);
  const meta = readMeta(source);
  source.refuseReported();
  if (pointer === undefined) throw new Error(`${file}: nothing was reported, and nothing could be read`);
  return meta === undefined ? pointer : { ...pointer, meta };
}

/** Markers at the start of a line are never part of a pointer: everything inside its blocks is indented. */
function refuseConflict(text: string, file: string): void {
  const marker = /^(?:<{3,}|\|{3,}|={3,}|>{3,})(?: .*)?$/m.exec(text);
  if (marker === null) return;
  const line = text.slice(0, marker.index).split("\n").length;
  throw invalidPointer(
    [{ file, line, column: 1, message: "merge conflict in the pointer" }],
    `resolve it: keep one side of each conflict in ${file}, remove the marker lines, then run git add on it`,
  );
}

function requireVersion(source: PointerSource): void {
  const version = source.value("mlx");
  if (version === "1") return;
  if (version === undefined) source.refuse(0, "this is not a pointer: it must begin with `mlx: 1`");
  const at = source.fields.get("mlx")?.valueAt ?? 0;
  if (!/^[1-9][0-9]*$/.test(version))
    source.refuse(at, `${JSON.stringify(version)} is not a pointer version`);
  source.refuse(at, `written by a newer mlx: pointer version ${version}, this mlx reads 1`, "update mlx");
}

function readKind(source: PointerSource): "file" | "directory" | undefined {
  const kind = source.requireValue("kind");
  if (kind === undefined || kind === "file" || kind === "directory") return kind;
  const suggestion = didYouMean(kind, ["file", "directory"]);
  source.reportValue("kind", `the kind must be file or directory, not ${JSON.stringify(kind)}${suggestion}`);
  return undefined;
}

function checkKeys(source: PointerSource, kind: "file" | "directory" | undefined): void {
  const every: readonly string[] = [...keysOf.file, ...keysOf.directory];
  const allowed: readonly string[] = kind === undefined ? every : keysOf[kind];
  const absent = allowed.filter((key) => !source.fields.has(key));
  for (const [name, { keyAt }] of source.fields) {
    if (allowed.includes(name)) continue;
    const known = every.includes(name);
    const unknown = `unknown key ${JSON.stringify(name)}${didYouMean(name, absent)}`;
    source.report(keyAt, known ? `a ${kind} pointer has no ${name}` : unknown);
  }
}

function didYouMean(typed: string, candidates: readonly string[]): string {
  const near = closest(typed, candidates);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function readFile(source: PointerSource): FilePointer | undefined {
  const sha256 = readDigest(source, "sha256");
  const digits = source.requireValue("size");
  const size = parseSize(digits ?? "");
  if (digits !== undefined && size === undefined) source.reportValue("size", sizeProblem(digits));
  const mode = readMode(source);
  return sha256 === undefined || size === undefined ? undefined : { kind: "file", sha256, size, mode };
}

function readMode(source: PointerSource): FileMode {
  const mode = source.fields.has("mode") ? source.requireValue("mode") : "644";
  if (mode === "644" || mode === "755") return mode;
  if (mode !== undefined) source.reportValue("mode", modeProblem(mode));
  return "644";
}

function readDirectory(source: PointerSource): DirectoryPointer | undefined {
  const listed = source.fields.get("entries");
  const tree = source.fields.get("tree");
  if (listed && tree) source.report(tree.keyAt, "a directory pointer has entries or a tree, not both");
  if (listed) {
    const lines = source.yaml.isScalar(listed.node)
      ? entryLines(source, listed.node, listed.valueAt)
      : undefined;
    if (lines === undefined) source.reportValue("entries", "entries must be a block of text (entries: |)");
    const entries = checkEntryLines(lines ?? [], (place, message) => source.reportAt(place, message));
    return { kind: "directory", entries };
  }
  if (!tree) source.report(0, "a directory pointer needs entries or a tree");
  const digest = tree && readDigest(source, "tree");
  return digest && { kind: "directory", tree: digest };
}

/** The lines of a text and where each stands, which can be told for a literal block alone. */
function entryLines(source: PointerSource, node: Scalar, valueAt: number): SourceLine[] | undefined {
  if (typeof node.value !== "string") return undefined;
  const start = source.position(valueAt);
  const literal = node.type === "BLOCK_LITERAL";
  const lines = literal ? source.text.split("\n") : [];
  return node.value.split("\n").map((text, index) => {
    if (!literal) return { text, ...start };
    const indent = (lines[start.line + index] ?? "").length - text.length;
    return { text, line: start.line + 1 + index, column: Math.max(0, indent) + 1 };
  });
}

/** The block as it stands, made to begin with a plain `meta:` and to end with a line end. */
function readMeta(source: PointerSource): string | undefined {
  const field = source.fields.get("meta");
  if (field === undefined) return undefined;
  const text = `meta${source.text.slice(field.keyEnd, field.end)}`.replace(/\n?$/, "\n");
  const problem = metaProblem(source.yaml, text);
  if (problem !== undefined) source.report(field.keyAt, problem);
  return text;
}

function readDigest(source: PointerSource, name: string): Sha256 | undefined {
  const text = source.requireValue(name);
  if (text === undefined || isSha256(text)) return text;
  source.reportValue(name, digestProblem(text));
  return undefined;
}
