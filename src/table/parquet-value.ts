import type { Json } from "../prompts/types.js";

/**
 * A value of Parquet as JSON has it: whole numbers beyond 2^53 as text, times in RFC 3339, bytes in base64. What JSON lacks,
 * such as NaN, is null: that is how data frames write a missing number.
 */
export function parquetValue(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (ArrayBuffer.isView(value)) return null;
  if (Array.isArray(value)) return value.map(parquetValue);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, parquetValue(inside)]));
  }
  return null;
}
