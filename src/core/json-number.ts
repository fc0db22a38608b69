/** How JSON documents of mlx write the numbers that JSON lacks. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity";

export function isJsonNumber(value: unknown): value is JsonNumber {
  return typeof value === "number" || value === "NaN" || value === "Infinity" || value === "-Infinity";
}

export function numberToJson(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

/** The number that `numberToJson` wrote; NaN for any other text. */
export function numberFromJson(value: number | string): number {
  return Number(value);
}
