import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import type { KeyReader } from "./key-reader.js";
import { readShare } from "./read-amounts.js";
import type { SuiteSource } from "./suite-source.js";

/** A gate of a suite while it is read. */
export interface WrittenGate {
  readonly source: SuiteSource;
  readonly mapping: Mapping;
  readonly path: FieldPath;
  readonly read: KeyReader;
}

export interface GateLimits {
  readonly min?: number;
  readonly max?: number;
}

/** `min`, `max` or both, as numbers or as `N%`. @returns undefined where there is none, or nothing could pass. */
export function readLimits({ source, mapping, path, read }: WrittenGate): GateLimits | undefined {
  const min = read("min", (value, at) => readLimit(source, value, at));
  const max = read("max", (value, at) => readLimit(source, value, at));
  if (!mapping.has("min") && !mapping.has("max"))
    return source.fields.refuse(path, "a gate needs min or max");
  if (min !== undefined && max !== undefined && min > max) {
    return source.fields.refuse([...path, "min"], `min ${min} is above max ${max}: nothing can pass`);
  }
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** `estimate` where nothing is said. */
export function readBy({ source, read }: WrittenGate): "estimate" | "interval" {
  const choices = ["estimate", "interval"] as const;
  return read("by", (value, at) => source.fields.choice(value, at, choices)) ?? "estimate";
}

export function readGateName({ source, read }: WrittenGate): string | undefined {
  return read("name", (value, at) => source.fields.text(value, at));
}

/** ` ≥ 0.95`, ` ≤ 3000` */
export function limitsText({ min, max }: GateLimits): string {
  return [min === undefined ? "" : ` ≥ ${min}`, max === undefined ? "" : ` ≤ ${max}`].join("");
}

function readLimit(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  return typeof value === "string" && value.trim().endsWith("%")
    ? readShare(source, value, path)
    : source.fields.number(value, path);
}
