import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { latin1, pythonInteger, rawUnicodeEscape, stringLiteral } from "./literal.js";
import { other, type Value } from "./value.js";

/** Longer texts are no names, and are passed over. */
export const longestName = 2048;
/** Lines that are passed over at once have no more than this behind the opcode, and are read again when they are asked for. */
const shortLine = 64;

/**
 * The value of an opcode of protocol 0 that takes a line.
 * @param at where the opcode stands. @returns undefined for all other opcodes. @throws {BrokenBytes}
 */
export function lineValue(opcode: number, cursor: Cursor, at: number): Value | undefined {
  switch (opcode) {
    case 0x49: // INT
    case 0x4c: // LONG
      return decimal(cursor, at);
    case 0x46: // FLOAT
      cursor.line(0);
      return other;
    case 0x53: // STRING
      return { kind: "text", value: quoted(cursor, at) };
    case 0x56: // UNICODE
      return { kind: "text", value: rawUnicodeEscape(cursor.line(longestName)) };
    default:
      return undefined;
  }
}

/** A line with the number of something that is kept. */
export function memoIndex(cursor: Cursor, at: number): number {
  const index = pythonInteger(latin1(cursor.line(64)));
  if (index === undefined) throw new BrokenBytes("a number is none", at);
  return index;
}

/**
 * Where a short line ends that `lineValue` surely reads.
 * @param start behind the opcode. @returns the place of its newline, -1 if there may be more to it.
 */
export function plainLineEnd(opcode: number, window: Uint8Array, start: number): number {
  const end = lineEnd(window, start);
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

/** The place of the newline, -1 if the line is no short one. */
export function lineEnd(window: Uint8Array, start: number): number {
  const stop = Math.min(window.length, start + shortLine);
  for (let at = start; at < stop; at++) if (window[at] === 0x0a) return at;
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

/** Also in the other bases that Python reads; long ones are no sizes. */
function decimal(cursor: Cursor, at: number): Value {
  const line = latin1(cursor.line(400));
  const value = pythonInteger(line);
  if (value !== undefined) return { kind: "int", value };
  if (line.length >= 400 || /^\s*[+-]?0(?:[xX][\da-fA-F_]+|[oO][0-7_]+|[bB][01_]+)L?\s*$/.test(line))
    return other;
  throw new BrokenBytes("a number is none", at);
}

function quoted(cursor: Cursor, at: number): string {
  // CPython 3 strips blanks around the quotes.
  const literal = stringLiteral(latin1(cursor.line(longestName * 4)).trim());
  if (literal === undefined) throw new BrokenBytes("a text is not in quotes", at);
  return literal;
}
