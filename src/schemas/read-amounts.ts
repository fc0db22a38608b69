import { type FieldReader, pathText } from "../core/field-reader.js";
import type { YamlPath } from "../core/yaml-source.js";
import type { Freshness, Limits } from "./types.js";

type ReadNumber = (fields: FieldReader, value: unknown, path: YamlPath) => number | undefined;

const asNumber: ReadNumber = (fields, value, path) => fields.number(value, path);

/** `{min, max}`, or one number for both. @param read of each end; by default a number. */
export function readLimits(
  fields: FieldReader,
  value: unknown,
  path: YamlPath,
  read: ReadNumber = asNumber,
): Limits | undefined {
  if (typeof value === "number") {
    const exact = read(fields, value, path);
    return exact === undefined ? undefined : { min: exact, max: exact };
  }
  const mapping = fields.fields(value, path, ["min", "max"]);
  if (mapping === undefined) return undefined;
  if (mapping.size === 0) return fields.refuse(path, `${pathText(path)}: give min, max or both`);
  const min = mapping.has("min") ? read(fields, mapping.get("min"), [...path, "min"]) : undefined;
  const max = mapping.has("max") ? read(fields, mapping.get("max"), [...path, "max"]) : undefined;
  if (min !== undefined && max !== undefined && min > max) {
    return fields.refuse(
      [...path, "min"],
      `${pathText(path)}: min ${min} is above max ${max}: nothing can pass`,
    );
  }
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** A whole number from 0. */
export const readCount: ReadNumber = (fields, value, path) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value
    : fields.refuseKind(path, "a whole number from 0", value);

/** `5%`, or 0.05. @returns 0 to 1. */
export const readShare: ReadNumber = (fields, value, path) => {
  const percent = typeof value === "string" ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value.trim())?.[1] : undefined;
  const share = percent === undefined ? value : Number((Number(percent) / 100).toPrecision(12));
  if (typeof share === "number" && share >= 0 && share <= 1) return share;
  return fields.refuseKind(path, 'a share from 0 to 1, or such as "5%"', value);
};

const units: Readonly<Record<string, number>> = {
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `{within: 7d, of: COLUMN}`, or `7d`. */
export function readFreshness(fields: FieldReader, value: unknown, path: YamlPath): Freshness | undefined {
  if (typeof value === "string") return readWithin(fields, value, path);
  const mapping = fields.fields(value, path, ["within", "of"]);
  if (mapping === undefined) return undefined;
  const span = readWithin(fields, mapping.get("within"), [...path, "within"]);
  const of = mapping.has("of") ? fields.text(mapping.get("of"), [...path, "of"]) : undefined;
  return span && { ...span, ...(of !== undefined && of !== "now" && { of }) };
}

function readWithin(fields: FieldReader, value: unknown, path: YamlPath): Freshness | undefined {
  const [, count = "", unit = ""] =
    (typeof value === "string" && /^(\d+(?:\.\d+)?)\s*(s|min|h|d|w)$/.exec(value.trim())) || [];
  const factor = units[unit];
  if (factor === undefined) return fields.refuseKind(path, "a duration such as 30min, 12h, 7d or 2w", value);
  return { within: Number(count) * factor, text: `${count}${unit}` };
}
