import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { TooManyObjects } from "./given-up.js";
import { other, type Value } from "./value.js";

/** More digits than a number has that JavaScript holds exactly. */
const mostDigits = 15;
const newline = 0x0a;

/** A line that Python reads as a whole number. Blanks and zeros in front may be as many as they like. */
interface NumberLine {
  readonly isNegative: boolean;
  /** Without zeros in front; of a long number only the first digits. */
  readonly digits: string;
  /** Whether zeros stood in front of other digits, which is octal to some readers and wrong to others. */
  readonly hasZeros: boolean;
  /** Whether it is written in another base: `0x1f`. */
  readonly isOther: boolean;
}

/** The number of a line; one that is not exact in JavaScript, or of another base, is of no use as a size. @throws {BrokenBytes} where Python refuses it. */
export function wholeNumber(cursor: Cursor, at: number): Value {
  const line = readNumber(cursor, at);
  if (line.isOther || line.digits.length > mostDigits || (line.hasZeros && line.digits !== "")) return other;
  return { kind: "int", value: exactly(line) };
}

/** The number under which a line says that something is kept. @throws {BrokenBytes} {TooManyObjects} */
export function memoIndex(cursor: Cursor, at: number): number {
  const line = readNumber(cursor, at);
  if (line.isOther) throw new BrokenBytes("a number is none", at);
  if (line.digits.length > mostDigits) throw new TooManyObjects();
  return exactly(line);
}

function exactly({ isNegative, digits }: NumberLine): number {
  const value = Number(digits);
  return isNegative && value !== 0 ? -value : value;
}

/**
 * Follows whichever of CPython's readers takes most: blanks around it, single underscores between digits, an `L` behind it, and
 * anything behind a zero byte, where C stops reading.
 * @see PyLong_FromString in Objects/longobject.c; load_int, load_long, load_get, load_put in Modules/_pickle.c
 */
function readNumber(cursor: Cursor, at: number): NumberLine {
  const refuse = () => new BrokenBytes("a number is none", at);
  let byte = cursor.u8();
  while (isBlank(byte)) byte = cursor.u8();
  const isNegative = byte === 0x2d;
  if (isNegative || byte === 0x2b) byte = cursor.u8();
  let [digits, count, zeros, isOther] = ["", 0, 0, false];
  for (;;) {
    if (isDigit(byte)) {
      count++;
      if (digits === "" && byte === 0x30) zeros++;
      else if (digits.length <= mostDigits) digits += String.fromCharCode(byte);
    } else if (byte === 0x5f && (count > 0 || isOther)) {
      byte = cursor.u8();
      if (!isDigit(byte) && !(isOther && isHexDigit(byte))) throw refuse();
      continue;
    } else if (count === 1 && zeros === 1 && !isOther && isBase(byte)) {
      isOther = true;
      count = 0;
    } else if (isOther && isHexDigit(byte)) count++;
    else break;
    byte = cursor.u8();
  }
  if (count === 0) throw refuse();
  while (isBlank(byte)) byte = cursor.u8();
  if (byte === 0x4c) byte = cursor.u8();
  while (isBlank(byte)) byte = cursor.u8();
  if (byte !== newline && byte !== 0) throw refuse();
  while (byte !== newline) byte = cursor.u8();
  return { isNegative, digits, hasZeros: zeros > 0 && digits !== "", isOther };
}

/** What Python's numbers may have around them; a newline ends the line. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || (byte >= 0x0b && byte <= 0x0d);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** `x`, `o` and `b`, large and small. */
function isBase(byte: number): boolean {
  return [0x78, 0x58, 0x6f, 0x4f, 0x62, 0x42].includes(byte);
}
