import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { latin1, rawUnicodeEscape, stringLiteral } from "./literal.js";
import { isBlank, wholeNumber } from "./number-line.js";
import { other, type Value } from "./value.js";

/** Longer texts are no names, and are passed over. */
export const longestName = 2048;
/** Every letter of a name may be written as four. */
const longestLiteral = longestName * 4 + 2;
/** Lines that are passed over at once have no more than this behind the opcode, and are read again when they are asked for. */
const shortLine = 64;
const newline = 0x0a;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The value of an opcode of protocol 0 that takes a line.
 * @param at where the opcode stands. @returns undefined for all other opcodes. @throws {BrokenBytes}
 */
export function lineValue(opcode: number, cursor: Cursor, at: number): Value | undefined {
  switch (opcode) {
    case 0x49: // INT
    case 0x4c: // LONG
      return wholeNumber(cursor, at);
    case 0x46: // FLOAT
      cursor.line(0);
      return other;
    case 0x53: // STRING
      return quoted(cursor, at);
    case 0x56: {
      // UNICODE
      const line = cursor.line(longestName + 1);
      return line.length > longestName ? other : { kind: "text", value: rawUnicodeEscape(line) };
    }
    default:
      return undefined;
  }
}

/** A line with the name of a module or of something in it; undefined where it is longer than any. */
export function nameLine(cursor: Cursor): string | undefined {
  const line = cursor.line(longestName + 1);
  return line.length > longestName ? undefined : decoder.decode(line);
}

/**
 * Where a short line ends that `lineValue` surely reads.
 * @param start behind the opcode. @returns the place of its newline, -1 if there may be more to it.
 */
export function plainLineEnd(opcode: number, window: Uint8Array, start: number, limit: number): number {
  const end = lineEnd(window, start, limit);
  if (end === -1) return -1;
  switch (opcode) {
    case 0x49: // INT
      return areDigits(window, window[start] === 0x2d ? start + 1 : start, end) ? end : -1;
    case 0x4c: {
      // LONG
      const digits = window[end - 1] === 0x4c ? end - 1 : end;
      return areDigits(window, window[start] === 0x2d ? start + 1 : start, digits) ? end : -1;
    }
    case 0x53: {
      // STRING
      const quote = window[start];
      const isQuoted = (quote === 0x27 || quote === 0x22) && end - start >= 2 && window[end - 1] === quote;
      return isQuoted ? end : -1;
    }
    default: // FLOAT and UNICODE take anything.
      return end;
  }
}

/** The number in a short line of digits, -1 if it is none. @param end of the line. */
export function plainNumber(window: Uint8Array, start: number, end: number): number {
  if (end - start > 9 || !areDigits(window, start, end)) return -1;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (window[at] ?? 0) - 0x30;
  return value;
}

/** The place of the newline, -1 if the line is no short one. @param limit no byte at or beyond it is looked at. */
export function lineEnd(window: Uint8Array, start: number, limit: number): number {
  const stop = Math.min(limit, start + shortLine);
  for (let at = start; at < stop; at++) if (window[at] === newline) return at;
  return -1;
}

/** At least one, and only digits. */
function areDigits(window: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const digit = window[at] ?? 0;
    if (digit < 0x30 || digit > 0x39) return false;
  }
  return end > start;
}

/** A literal in quotes, with blanks around it, of any length; of a long one only that it is there. */
function quoted(cursor: Cursor, at: number): Value {
  const kept: number[] = [];
  let [length, end, last] = [0, 0, 0];
  for (let byte = cursor.u8(); byte !== newline; byte = cursor.u8()) {
    if (length === 0 && isBlank(byte)) continue;
    length++;
    if (kept.length < longestLiteral) kept.push(byte);
    if (!isBlank(byte)) [end, last] = [length, byte];
  }
  const isQuoted = end >= 2 && kept[0] === last && (last === 0x27 || last === 0x22);
  if (!isQuoted) throw new BrokenBytes("a text is not in quotes", at);
  if (end > longestLiteral) return other;
  const text = stringLiteral(latin1(Uint8Array.from(kept.slice(0, end))));
  return text === undefined || text.length > longestName ? other : { kind: "text", value: text };
}
