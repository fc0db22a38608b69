import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { readShare } from "./read-amounts.js";
import type { SuiteSource } from "./suite-source.js";

/** A gate of a suite while it is read. */
export interface WrittenGate {
  readonly source: SuiteSource;
  readonly mapping: Mapping;
  readonly path: FieldPath;
}

export interface GateLimits {
  readonly min?: number;
  readonly max?: number;
}

export function readPart<T>(
  { mapping, path }: WrittenGate,
  key: string,
  reader: (value: unknown, at: FieldPath) => T | undefined,
): T | undefined {
  return mapping.has(key) ? reader(mapping.get(key), [...path, key]) : undefined;
}

/** `min`, `max` or both, as numbers or as `N%`. @returns undefined where there is none, or nothing could pass. */
export function readLimits(gate: WrittenGate): GateLimits | undefined {
  const { source, mapping, path } = gate;
  const min = readPart(gate, "min", (value, at) => readLimit(source, value, at));
  const max = readPart(gate, "max", (value, at) => readLimit(source, value, at));
  if (!mapping.has("min") && !mapping.has("max"))
    return source.fields.refuse(path, "a gate needs min or max");
  if (min !== undefined && max !== undefined && min > max) {
    return source.fields.refuse([...path, "min"], `min ${min} is above max ${max}: nothing can pass`);
  }
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** `estimate` where nothing is said. */
export function readBy(gate: WrittenGate): "estimate" | "interval" {
  const choices = ["estimate", "interval"] as const;
  return readPart(gate, "by", (value, at) => gate.source.fields.choice(value, at, choices)) ?? "estimate";
}

export function readGateName(gate: WrittenGate): string | undefined {
  return readPart(gate, "name", (value, at) => gate.source.fields.text(value, at));
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
