import type { DuckDBValue } from "@duckdb/node-api";

/** A cell of a result as plain data: numbers, text, booleans, null, lists and objects of these. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [name: string]: Cell };

const microsInSecond = 1_000_000n;

/** Whole numbers beyond 2^53 come as text, dates and times in RFC 3339, decimals as numbers. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if ("items" in value) return value.items.map(cellOf);
  if ("entries" in value && Array.isArray(value.entries)) {
    return Object.fromEntries(value.entries.map(({ key, value: inside }) => [String(key), cellOf(inside)]));
  }
  if ("entries" in value) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, inside]) => [name, cellOf(inside)]));
  }
  if ("scale" in value && "toDouble" in value) return value.toDouble();
  if ("micros" in value && "isFinite" in value) return instantOf(value.micros, value.isFinite, String(value));
  return String(value);
}

/** A point in time in RFC 3339, with as many decimals as it needs. */
function instantOf(micros: bigint, isTime: boolean, text: string): string {
  if (!isTime) return text;
  const parts = micros % microsInSecond;
  const fraction = parts < 0n ? parts + microsInSecond : parts;
  const seconds = Number((micros - fraction) / microsInSecond);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return text;
  const decimals = fraction === 0n ? "" : `.${fraction.toString().padStart(6, "0").replace(/0+$/, "")}`;
  return date.toISOString().replace(".000Z", `${decimals}Z`);
}
