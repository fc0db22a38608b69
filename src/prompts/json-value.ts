import { canonicalJson } from "../core/canonical-json.js";
import type { Json } from "./types.js";

const deepest = 100;

/** Whether a value is one that JSON can hold, nested no deeper than a hundred levels. */
export function isJson(value: unknown): value is Json {
  return whyNotJson(value) === undefined;
}

/** Whether a value is a mapping that JSON can hold. */
export function isJsonMapping(value: unknown): value is Readonly<Record<string, Json>> {
  return isMapping(value) && isJson(value);
}

/** Whether a value is a mapping of its own keys: no list, and none of what YAML makes of `!!omap`, `!!set` and `!!binary`. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value of a JSON text; undefined for what is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a list; `Array.isArray` does not narrow a read-only one. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether two values are the same: the order of keys does not count. What is absent equals nothing else, `null` neither. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** Why a value is none that JSON can hold, as a clause. */
export function whyNotJson(value: unknown, depth = 0): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `JSON has no number ${value}`;
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value !== "object") return `JSON has no ${typeof value}`;
  if (!Array.isArray(value) && !isMapping(value)) return "JSON has no !!set, !!omap or !!binary";
  if (depth > deepest) return `it is nested more than ${deepest} levels deep`;
  for (const item of Object.values(value)) {
    const reason = whyNotJson(item, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
