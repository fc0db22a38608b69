import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { latin1, pythonInteger, rawUnicodeEscape, stringLiteral } from "./literal.js";
import { other, TextValue, type Value } from "./value.js";

/** Longer texts are no names, and are passed over. */
export const longestName = 2048;

const emptyTuple: Value = { kind: "tuple", items: [] };
/** A dictionary whose entries are not kept. */
const emptyDict: Value = { kind: "dict", entries: undefined };
const smallNumbers: readonly Value[] = Array.from({ length: 256 }, (_, value) => ({ kind: "int", value }));

/**
 * What an opcode that stands for itself pushes: numbers, texts, bytes, empty containers.
 * @param at where the opcode stands. @returns undefined for all other opcodes. @throws {BrokenBytes}
 */
export function constantOf(opcode: number, cursor: Cursor, at: number): Value | undefined {
  switch (opcode) {
    case 0x4e: // NONE
    case 0x88: // NEWTRUE
    case 0x89: // NEWFALSE
    case 0x8f: // EMPTY_SET
    case 0x5d: // EMPTY_LIST
    case 0x97: // NEXT_BUFFER
      return other;
    case 0x29: // EMPTY_TUPLE
      return emptyTuple;
    case 0x7d: // EMPTY_DICT
      return emptyDict;
    case 0x49: // INT
    case 0x4c: // LONG
      return decimal(cursor, at);
    case 0x4a: // BININT
      return { kind: "int", value: cursor.i32() };
    case 0x4b: // BININT1
      return smallNumbers[cursor.u8()];
    case 0x4d: // BININT2
      return { kind: "int", value: cursor.u16() };
    case 0x8a: // LONG1
      return long(cursor, cursor.u8());
    case 0x8b: // LONG4
      return long(cursor, count(cursor, at));
    case 0x46: // FLOAT
      cursor.line(0);
      return other;
    case 0x47: // BINFLOAT
      cursor.skip(8);
      return other;
    default:
      return textOf(opcode, cursor, at);
  }
}

function textOf(opcode: number, cursor: Cursor, at: number): Value | undefined {
  switch (opcode) {
    case 0x53: // STRING
      return new TextValue(quoted(cursor, at));
    case 0x54: // BINSTRING
      return oldString(cursor, count(cursor, at));
    case 0x55: // SHORT_BINSTRING
      return oldString(cursor, cursor.u8());
    case 0x56: // UNICODE
      return new TextValue(rawUnicodeEscape(cursor.line(longestName)));
    case 0x58: // BINUNICODE
      return text(cursor, cursor.u32());
    case 0x8c: // SHORT_BINUNICODE
      return text(cursor, cursor.u8());
    case 0x8d: // BINUNICODE8
      return text(cursor, cursor.u64());
    case 0x42: // BINBYTES
      return bytes(cursor, cursor.u32());
    case 0x43: // SHORT_BINBYTES
      return bytes(cursor, cursor.u8());
    case 0x8e: // BINBYTES8
    case 0x96: // BYTEARRAY8
      return bytes(cursor, cursor.u64());
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

/** Also in the other bases that Python reads; long ones are no sizes. */
function decimal(cursor: Cursor, at: number): Value {
  const line = latin1(cursor.line(400));
  const value = pythonInteger(line);
  if (value !== undefined) return { kind: "int", value };
  if (line.length >= 400 || /^\s*[+-]?0(?:[xX][\da-fA-F_]+|[oO][0-7_]+|[bB][01_]+)L?\s*$/.test(line))
    return other;
  throw new BrokenBytes("a number is none", at);
}

/** Little-endian, with a sign. */
function long(cursor: Cursor, length: number): Value {
  if (length > 6) {
    cursor.skip(length);
    return other;
  }
  let value = 0;
  for (const [index, byte] of cursor.bytes(length).entries()) value += byte * 2 ** (8 * index);
  const half = 2 ** (8 * length - 1);
  return { kind: "int", value: length > 0 && value >= half ? value - 2 * half : value };
}

function count(cursor: Cursor, at: number): number {
  const length = cursor.i32();
  if (length < 0) throw new BrokenBytes("a length is negative", at);
  return length;
}

function quoted(cursor: Cursor, at: number): string {
  // CPython 3 strips blanks around the quotes.
  const literal = stringLiteral(latin1(cursor.line(longestName * 4)).trim());
  if (literal === undefined) throw new BrokenBytes("a text is not in quotes", at);
  return literal;
}

/** A text of Python 2. */
function oldString(cursor: Cursor, length: number): Value {
  if (length > longestName) return bytes(cursor, length);
  return new TextValue(latin1(cursor.bytes(length)));
}

function text(cursor: Cursor, length: number): Value {
  const offset = cursor.position;
  cursor.skip(length);
  return length <= longestName ? new TextValue(cursor.source, offset, length) : other;
}

function bytes(cursor: Cursor, length: number): Value {
  const offset = cursor.position;
  cursor.skip(length);
  return { kind: "bytes", offset, length };
}
