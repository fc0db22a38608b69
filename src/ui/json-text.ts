function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}

/** The document that `--json` prints: `schemaVersion` first, two spaces; numbers that JSON lacks are strings. */
export function jsonDocument(document: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schemaVersion: 1, ...document }, replacer, 2);
}

/** One line of `--jsonl`. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, replacer);
}
