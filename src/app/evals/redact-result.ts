import { mask, type Redactor } from "../../core/redact.js";
import type { CaseResult } from "../../evals/types.js";

/** A result without credentials, and the line of JSON that holds it. */
export function redactResult(
  result: CaseResult,
  redact: Redactor,
): { readonly result: CaseResult; readonly line: string } {
  const line = JSON.stringify(result);
  // Most hold none, and one look at the whole line is much cheaper than one at each text.
  if (redact(line) === line) return { result, line };
  const clean = JSON.stringify(result, (key, value) => redacted(key, value, redact));
  return { result: JSON.parse(clean), line: clean };
}

/** What a name such as `password` says of its value counts, too; the names themselves may be credentials. */
function redacted(key: string, value: unknown, redact: Redactor): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return renamed(value, redact);
  if (typeof value !== "string") return value;
  const clean = redact(`${key}=${value}`);
  return clean.startsWith(`${key}=`) ? clean.slice(key.length + 1) : mask;
}

function renamed(value: object, redact: Redactor): object {
  const entries = Object.entries(value);
  if (entries.every(([name]) => redact(name) === name)) return value;
  return Object.fromEntries(entries.map(([name, held]) => [redact(name), held]));
}
