import { compareBytes } from "./byte-order.js";
import { numberToJson } from "./json-number.js";

/**
 * The one JSON text of a value: keys in byte order, two spaces, a final newline; `undefined` is left out, numbers that
 * JSON lacks are the strings `NaN`, `Infinity` and `-Infinity`.
 */
export function canonicalJson(value: unknown): string {
  // What was read from canonical text is in this order already, and the engine writes it several times faster.
  if (isInOrder(value)) return `${JSON.stringify(value, undefined, 2)}\n`;
  const pieces: string[] = [];
  write(value, "\n", pieces);
  pieces.push("\n");
  return pieces.join("");
}

/** Whether the engine's own text of a value is the canonical one. */
function isInOrder(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value !== "object" || "toJSON" in value) return false;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before = "";
  return Object.entries(value).every(([key, item], index) => {
    const follows = index === 0 || compareBytes(before, key) < 0;
    before = key;
    return follows && isInOrder(item);
  });
}

/** @param indent a newline and the spaces before the line of `value`. */
function write(value: unknown, indent: string, pieces: string[]): void {
  if (typeof value === "number") pieces.push(JSON.stringify(numberToJson(value)));
  else if (typeof value !== "object" || value === null) pieces.push(JSON.stringify(value) ?? "null");
  else if (Array.isArray(value)) writeArray(value, indent, pieces);
  else writeObject(value, indent, pieces);
}

function writeArray(items: readonly unknown[], indent: string, pieces: string[]): void {
  if (items.length === 0) {
    pieces.push("[]");
    return;
  }
  const deeper = `${indent}  `;
  pieces.push("[");
  for (const [index, item] of items.entries()) {
    pieces.push(index === 0 ? deeper : `,${deeper}`);
    write(item, deeper, pieces);
  }
  pieces.push(indent, "]");
}

function writeObject(value: object, indent: string, pieces: string[]): void {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) {
    pieces.push("{}");
    return;
  }
  const deeper = `${indent}  `;
  pieces.push("{");
  for (const [index, [key, item]] of entries.sort(([a], [b]) => compareBytes(a, b)).entries()) {
    pieces.push(index === 0 ? deeper : `,${deeper}`, JSON.stringify(key), ": ");
    write(item, deeper, pieces);
  }
  pieces.push(indent, "}");
}
