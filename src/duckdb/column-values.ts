import type { ColumnKind } from "../drift/profile.js";
import { quoteName } from "./table-source.js";

/**
 * The expression of a column as its kind has it: DOUBLE for numbers and for times (milliseconds since 1970, those without a zone taken
 * as UTC), VARCHAR for categories and texts. What cannot be taken so is null. Whole numbers are written without `.0`, so that a
 * column of a file that happens to hold a fraction has the same categories.
 */
export function columnValue(name: string, type: string, kind: ColumnKind): string {
  const value = quoteName(name);
  switch (kind) {
    case "numeric":
      return isTime(type) ? milliseconds(value, type) : `try_cast(${value} AS DOUBLE)`;
    case "timestamp":
      return isTime(type)
        ? milliseconds(value, type)
        : milliseconds(`try_cast(${value} AS TIMESTAMPTZ)`, "TIMESTAMP WITH TIME ZONE");
    default:
      return textOf(value, type);
  }
}

function textOf(value: string, type: string): string {
  if (type === "VARCHAR") return value;
  if (/^(?:DOUBLE|FLOAT|DECIMAL)/.test(type)) {
    return `CASE WHEN isfinite(${value}::DOUBLE) AND ${value} = trunc(${value}) AND abs(${value}) < 1e15 THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
  }
  return `CAST(${value} AS VARCHAR)`;
}

function milliseconds(value: string, type: string): string {
  const instant = type === "DATE" || type.startsWith("TIMESTAMP_") ? `CAST(${value} AS TIMESTAMP)` : value;
  return `CASE WHEN isfinite(${instant}) THEN CAST(epoch_ms(${instant}) AS DOUBLE) END`;
}

export function isTime(type: string): boolean {
  return type === "DATE" || type.startsWith("TIMESTAMP");
}
