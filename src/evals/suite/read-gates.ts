import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { GateSpec } from "../gate-spec.js";
import { readShare } from "./read-amounts.js";
import type { SuiteSource } from "./suite-source.js";

const known = ["name", "metric", "min", "max", "slice"];

/** `gates:`: thresholds that the suite sets itself. Shares may be written as `95%`. */
export function readGates(source: SuiteSource, value: unknown): GateSpec[] {
  return (source.fields.list(value, ["gates"]) ?? []).flatMap(
    (item, index) => readGate(source, item, ["gates", index]) ?? [],
  );
}

function readGate(source: SuiteSource, value: unknown, path: FieldPath): GateSpec | undefined {
  const { fields } = source;
  const mapping = fields.fields(value, path, known);
  if (mapping === undefined) return undefined;
  const read = <T>(key: string, reader: (value: unknown, at: FieldPath) => T | undefined): T | undefined =>
    mapping.has(key) ? reader(mapping.get(key), [...path, key]) : undefined;
  const metric = fields.text(mapping.get("metric"), [...path, "metric"]);
  const min = read("min", (inner, at) => readLimit(source, inner, at));
  const max = read("max", (inner, at) => readLimit(source, inner, at));
  const slice = read("slice", (inner, at) => readSlice(source, inner, at));
  const name = read("name", (inner, at) => fields.text(inner, at));
  if (metric === undefined) return undefined;
  if (!mapping.has("min") && !mapping.has("max")) return fields.refuse(path, "a gate needs min or max");
  if (min !== undefined && max !== undefined && min > max) {
    return fields.refuse([...path, "min"], `min ${min} is above max ${max}: nothing can pass`);
  }
  return {
    name: name ?? gateName(metric, min, max, slice),
    metric,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(slice && { slice }),
    at: source.place(path),
  };
}

function readLimit(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  return typeof value === "string" && value.trim().endsWith("%")
    ? readShare(source, value, path)
    : source.fields.number(value, path);
}

function readSlice(source: SuiteSource, value: unknown, path: FieldPath): Record<string, string> | undefined {
  const mapping = source.fields.mapping(value, path, "a mapping like {language: de}");
  const entries = [...(mapping ?? [])].flatMap(([name, inner]) => {
    const scalar = typeof inner === "number" || typeof inner === "boolean" ? String(inner) : inner;
    const text = source.fields.text(scalar, [...path, name]);
    return text === undefined ? [] : [[name, text] as const];
  });
  return mapping && Object.fromEntries(entries);
}

/** `passRate ≥ 0.95 (language: de)` */
function gateName(
  metric: string,
  min: number | undefined,
  max: number | undefined,
  slice: Readonly<Record<string, string>> | undefined,
): string {
  const limits = [min === undefined ? "" : ` ≥ ${min}`, max === undefined ? "" : ` ≤ ${max}`].join("");
  const where = Object.entries(slice ?? {}).map(([name, value]) => `${name}: ${value}`);
  return `${metric}${limits}${where.length === 0 ? "" : ` (${where.join(", ")})`}`;
}
