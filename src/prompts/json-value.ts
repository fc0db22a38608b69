import type { Json } from "./types.js";

const deepest = 100;

/** Whether a value is one that JSON can hold, nested no deeper than a hundred levels. */
export function isJson(value: unknown): value is Json {
  return whyNotJson(value) === undefined;
}

export function isJsonMapping(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isJson(value);
}

/** Why a value is none that JSON can hold, as a clause. */
export function whyNotJson(value: unknown, depth = 0): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `JSON has no number ${value}`;
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value !== "object") return `JSON has no ${typeof value}`;
  if (depth > deepest) return `it is nested more than ${deepest} levels deep`;
  for (const item of Object.values(value)) {
    const reason = whyNotJson(item, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
