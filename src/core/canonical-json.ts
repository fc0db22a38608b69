import { createHash } from "node:crypto";
import { compareBytes } from "./byte-order.js";
import { numberToJson } from "./json-number.js";
import { asSha256, type Sha256 } from "./sha256.js";

/**
 * The one JSON text of a value: keys in byte order, two spaces, a final newline; `undefined` is left out, numbers that
 * JSON lacks are the strings `NaN`, `Infinity` and `-Infinity`.
 */
export function canonicalJson(value: unknown): string {
  // What was read from canonical text is in this order already, and the engine writes it several times faster.
  if (isInOrder(value)) return `${JSON.stringify(value, undefined, 2)}\n`;
  const pieces: string[] = [];
  write(value, "\n", (piece) => pieces.push(piece));
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

const piecesOfBytes = 65_536;

/** The digest of the canonical JSON of a value, which is never held as a whole. */
export function canonicalSha256(value: unknown): Sha256 {
  const hash = createHash("sha256");
  let text = "";
  write(value, "\n", (piece) => {
    text += piece;
    if (text.length < piecesOfBytes) return;
    hash.update(text);
    text = "";
  });
  return asSha256(hash.update(`${text}\n`).digest("hex"));
}

type Sink = (piece: string) => void;

/** @param indent a newline and the spaces before the line of `value`. */
function write(value: unknown, indent: string, sink: Sink): void {
  if (typeof value === "number") sink(numberText(value));
  else if (typeof value !== "object" || value === null) sink(JSON.stringify(value) ?? "null");
  else if (Array.isArray(value)) writeArray(value, indent, sink);
  else writeObject(value, indent, sink);
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : JSON.stringify(numberToJson(value));
}

function writeArray(items: readonly unknown[], indent: string, sink: Sink): void {
  if (items.length === 0) {
    sink("[]");
    return;
  }
  const deeper = `${indent}  `;
  sink("[");
  for (const [index, item] of items.entries()) {
    sink(index === 0 ? deeper : `,${deeper}`);
    write(item, deeper, sink);
  }
  sink(`${indent}]`);
}

function writeObject(value: object, indent: string, sink: Sink): void {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) {
    sink("{}");
    return;
  }
  const deeper = `${indent}  `;
  sink("{");
  for (const [index, [key, item]] of entries.sort(([a], [b]) => compareBytes(a, b)).entries()) {
    sink(`${index === 0 ? deeper : `,${deeper}`}${JSON.stringify(key)}: `);
    write(item, deeper, sink);
  }
  sink(`${indent}}`);
}
