import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { SuiteSource } from "./suite-source.js";

/** A share: `5%`, or a number from 0 to 1. */
export function readShare(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  const percent = typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value)?.[1] : undefined;
  const share = percent === undefined ? value : Number(percent) / 100;
  if (typeof share === "number" && share >= 0 && share <= 1) return share;
  return source.fields.refuseKind(path, "a share such as 5% or 0.05", value);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** A time in milliseconds: `30s`, `500ms`, `2m`, or a number of seconds. */
export function readDuration(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  const [, amount, unit = "s"] =
    (typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)\s*$/.exec(value) : undefined) ?? [];
  const number = typeof value === "number" ? value : Number(amount);
  const milliseconds = Math.round(number * (units[unit] ?? 1000));
  if (milliseconds > 0 && Number.isSafeInteger(milliseconds)) return milliseconds;
  return source.fields.refuseKind(path, "a time such as 30s or 500ms", value);
}
