import { canonicalJson } from "../../core/canonical-json.js";
import { jsonErrorOffset } from "../../core/json-error-offset.js";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import { FieldProblem } from "./fields.js";
import { type Parsed, type ParseProblem, parseProblem, readText } from "./parsed.js";

/** The digest that seals a record or an event: SHA-256 of the canonical JSON of all fields but `digest`. */
export function digestOf(fields: Readonly<Record<string, unknown>>): Sha256 {
  const { digest: _, ...others } = fields;
  return sha256Of(canonicalJson(others));
}

/**
 * Reads canonical JSON with a `digest` of its other fields. There is one valid text for a value, so any byte that changes
 * shows: as broken JSON, as another form, or as a digest that does not fit.
 */
export function readSealed<T>(bytes: Uint8Array, read: (value: unknown) => T): Parsed<T> {
  return readCanonical(bytes, (json, text) => {
    const value = read(json);
    const sealed = new Map(Object.entries(Object(json)));
    const digest = sha256Of(withoutDigest(text));
    return digest === sealed.get("digest") ? { ok: true, value } : wrongDigest(text, digest);
  });
}

/** Canonical JSON without the line of its own `digest`: the canonical JSON of all other fields. */
function withoutDigest(text: string): string {
  const inner = text.replace(/\n {2}"digest": "[^"\n]*",?(?=\n)/, "");
  const end = ",\n}\n";
  return inner.endsWith(end) ? `${inner.slice(0, -end.length)}\n}\n` : inner;
}

/** Reads canonical JSON: any other form of the same value is a problem. @param read may throw a `FieldProblem`. */
export function readCanonical<T>(
  bytes: Uint8Array,
  read: (json: unknown, text: string) => Parsed<T>,
): Parsed<T> {
  const decoded = readText(bytes);
  if (!decoded.ok) return decoded;
  const { value: text } = decoded;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return parseProblem("is not JSON", text, jsonErrorOffset(text, error));
  }
  const canonical = canonicalForm(json);
  if (canonical === undefined) return parseProblem("is nested too deep to be read", text);
  if (canonical !== text) return parseProblem(formProblem(text), text, firstDifference(text, canonical));
  try {
    return read(json, text);
  } catch (error) {
    if (error instanceof FieldProblem) return parseProblem(error.message, text, keyOffset(text, error.key));
    throw error;
  }
}

/** Undefined for what is nested deeper than the stack reaches; nothing that mlx writes is. */
function canonicalForm(json: unknown): string | undefined {
  try {
    return canonicalJson(json);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function wrongDigest(text: string, digest: string): ParseProblem {
  return parseProblem(
    `was changed after it was written: its digest does not fit its other fields (it would be ${digest.slice(0, 12)}…)`,
    text,
    keyOffset(text, "digest"),
  );
}

function formProblem(text: string): string {
  return text.includes("\r\n")
    ? "has CRLF line ends: git converted them, or an editor did"
    : "was changed after it was written: it is not in the form in which mlx writes it";
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function keyOffset(text: string, key: string): number {
  return Math.max(0, text.indexOf(`  ${JSON.stringify(key)}:`) + 2);
}
