import { compareBytes } from "../core/byte-order.js";
import { canonicalSha256 } from "../core/canonical-json.js";
import { MlxError, type SourceLocation } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";

/** What seals a file: SHA-256 of the canonical JSON of its other fields. */
export function sealOf(fields: object): Sha256 {
  const { digest: _, ...others } = { digest: undefined, ...fields };
  return canonicalSha256(others);
}

/**
 * The one text of an object: keys in byte order, two spaces, a final newline; a list of numbers, texts and nulls on one line, so
 * that each knot is one.
 */
export function sealedText(fields: object): string {
  let text = "";
  writeSealed(fields, (piece) => {
    text += piece;
  });
  return text;
}

type Sink = (piece: string) => void;

function writeSealed(fields: object, sink: Sink): void {
  write({ ...fields, digest: sealOf(fields) }, "\n", sink);
  sink("\n");
}

function write(value: unknown, indent: string, sink: Sink): void {
  if (typeof value !== "object" || value === null) sink(scalarText(value));
  else if (Array.isArray(value)) writeList(value, indent, sink);
  else writeObject(value, indent, sink);
}

function writeList(items: readonly unknown[], indent: string, sink: Sink): void {
  if (items.every((item) => typeof item !== "object" || item === null)) {
    sink(`[${items.map(scalarText).join(", ")}]`);
    return;
  }
  const deeper = `${indent}  `;
  for (const [at, item] of items.entries()) {
    sink(`${at === 0 ? "[" : ","}${deeper}`);
    write(item, deeper, sink);
  }
  sink(`${indent}]`);
}

function writeObject(value: object, indent: string, sink: Sink): void {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) {
    sink("{}");
    return;
  }
  const deeper = `${indent}  `;
  for (const [at, [key, item]] of entries.sort(([a], [b]) => compareBytes(a, b)).entries()) {
    sink(`${at === 0 ? "{" : ","}${deeper}${JSON.stringify(key)}: `);
    write(item, deeper, sink);
  }
  sink(`${indent}}`);
}

/** Most of a profile are numbers, which need no more than this. */
function scalarText(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return JSON.stringify(value) ?? "null";
}

/** Whether this is the text of these fields, which is not made for that: those of a wide table have tens of megabytes. */
function isSealedText(text: string, fields: object): boolean {
  let [at, isSame] = [0, true];
  writeSealed(fields, (piece) => {
    isSame &&= text.startsWith(piece, at);
    at += piece.length;
  });
  return isSame && at === text.length;
}

/** The version of the formats that this mlx writes. */
export const formatVersion = 1;

/**
 * Reads what `sealedText` wrote.
 * @param file as messages call it. @param kinds what it may be, as `kind` says it.
 * @throws {MlxError} `MLX_INVALID_BASELINE`, exit 2: no such file, edited by hand, or of a newer mlx.
 */
export function readSealedText(
  file: string,
  bytes: Uint8Array,
  kinds: readonly string[],
): Record<string, unknown> {
  const text = decoded(file, bytes);
  const fields = parsed(file, text, againText(kinds));
  const kind = fields["kind"];
  if (typeof kind !== "string" || !kinds.includes(kind)) {
    const is =
      typeof kind === "string" && kind.startsWith("drift-") ? `, but a ${kind.replace("-", " ")}` : "";
    throw invalid(file, `${file} is no ${kinds.join(" or ").replaceAll("-", " ")} of mlx${is}`, hintOther);
  }
  const version = fields["mlx"];
  if (typeof version === "number" && version > formatVersion) {
    throw invalid(
      file,
      `${file} was written by a newer mlx (format ${version}; this one reads ${formatVersion})`,
      `update mlx, or ${againText(kinds)}`,
    );
  }
  if (!isSealedText(text, fields)) throw changed(file, text, fields, againText(kinds));
  return fields;
}

function againText(kinds: readonly string[]): string {
  return kinds.includes("drift-baseline") ? "take the baseline again" : "profile the data again";
}

const hintOther =
  "mlx drift baseline NAME --data FILE writes a baseline, mlx drift profile a profile of a shard";

/** A byte order mark is kept, so that it is seen: it is none of the bytes that mlx writes. */
function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid(file, `${file} is not UTF-8 text`, hintOther);
  }
}

function parsed(file: string, text: string, again: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isObject(value)) return value;
  } catch {
    if (/^(?:<{7}|={7}|>{7})/m.test(text)) {
      const hint = `keep one side with git checkout --ours or --theirs, or ${again}`;
      throw invalid(file, `${file} has merge conflicts`, hint);
    }
    if (text.startsWith("{\n  ") && !text.endsWith("\n}\n"))
      throw invalid(file, `${file} is cut off: its end is missing`, `copy it again, or ${again}`);
    throw invalid(file, `${file} is not JSON`, hintOther);
  }
  throw invalid(file, `${file} holds no object`, hintOther);
}

function changed(file: string, text: string, fields: Record<string, unknown>, again: string): MlxError {
  let expected = "";
  write(fields, "\n", (piece) => {
    expected += piece;
  });
  expected += "\n";
  const hint = `restore it with git checkout, or ${again}`;
  if (text === expected) {
    const line = text.slice(0, Math.max(0, text.indexOf('\n  "digest"') + 1)).split("\n").length;
    return invalid(
      file,
      `${file} was changed after it was written: its digest does not fit its other fields`,
      hint,
      { file, line, column: 3 },
    );
  }
  let at = 0;
  while (at < text.length && text[at] === expected[at]) at++;
  const before = text.slice(0, at).split("\n");
  const why = text.includes("\r\n")
    ? "has CRLF line ends: git converted them, or an editor did"
    : text.startsWith("\uFEFF")
      ? "has a byte order mark, which an editor put there"
      : "was changed after it was written: it is not in the form in which mlx writes it";
  return invalid(file, `${file} ${why}`, hint, {
    file,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  });
}

export function invalid(file: string, message: string, hint: string, at?: SourceLocation): MlxError {
  const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column}: `;
  const rest =
    place !== "" && message.startsWith(`${file} `) ? `it ${message.slice(file.length + 1)}` : message;
  return new MlxError("MLX_INVALID_BASELINE", `${place}${rest}`, {
    hint,
    exitCode: 2,
    ...(at !== undefined && { at }),
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
