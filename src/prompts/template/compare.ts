import { compareBytes } from "../../core/byte-order.js";
import { isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";

/** Is called for each pair of values that is looked at, with how deep in the values it is. */
export type OnPair = (depth: number) => void;

/** Whether two values are the same: of the same kind, and with the same parts. */
export function areEqual(a: Json, b: Json, onPair: OnPair, depth = 0): boolean {
  onPair(depth);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const same = (x: Json, y: Json | undefined) => y !== undefined && areEqual(x, y, onPair, depth + 1);
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  if (!isMapping(b)) return false;
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, item]) => Object.hasOwn(b, key) && same(item, b[key]))
  );
}

/** The order of two numbers, or of two texts by their code points; undefined for anything else. */
export function orderOf(a: Json, b: Json): number | undefined {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareBytes(a, b);
  return undefined;
}
