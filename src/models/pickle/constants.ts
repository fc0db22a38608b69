import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { lineValue, longestName } from "./lines.js";
import type { Part } from "./value.js";
import { emptyTuplePart, longestNumber, nonePart, otherPart } from "./written.js";

/**
 * What an opcode that stands for itself pushes: numbers, texts, bytes, empty lists and tuples. Lines are read, all else
 * is passed over.
 * @param at where the opcode stands. @returns undefined for all other opcodes. @throws {BrokenBytes}
 */
export function constantOf(opcode: number, cursor: Cursor, at: number): Part | undefined {
  switch (opcode) {
    case 0x4e: // NONE
      return nonePart;
    case 0x88: // NEWTRUE
    case 0x89: // NEWFALSE
    case 0x8f: // EMPTY_SET
    case 0x5d: // EMPTY_LIST
    case 0x97: // NEXT_BUFFER
      return otherPart;
    case 0x29: // EMPTY_TUPLE
      return emptyTuplePart;
    case 0x4a: // BININT
      return passed(cursor, 4, at);
    case 0x4b: // BININT1
      return passed(cursor, 1, at);
    case 0x4d: // BININT2
      return passed(cursor, 2, at);
    case 0x8a: // LONG1
      return upTo(longestNumber, cursor, cursor.u8(), at);
    case 0x8b: // LONG4
      return upTo(longestNumber, cursor, count(cursor, at), at);
    case 0x47: // BINFLOAT
      return passed(cursor, 8, otherPart);
    default:
      return textOf(opcode, cursor, at) ?? lineValue(opcode, cursor, at);
  }
}

function textOf(opcode: number, cursor: Cursor, at: number): Part | undefined {
  switch (opcode) {
    case 0x54: // BINSTRING
      return passed(cursor, count(cursor, at), at);
    case 0x55: // SHORT_BINSTRING
    case 0x43: // SHORT_BINBYTES
      return passed(cursor, cursor.u8(), at);
    case 0x58: // BINUNICODE
      return upTo(longestName, cursor, cursor.u32(), at);
    case 0x8c: // SHORT_BINUNICODE
      return upTo(longestName, cursor, cursor.u8(), at);
    case 0x8d: // BINUNICODE8
      return upTo(longestName, cursor, cursor.u64(), at);
    case 0x42: // BINBYTES
      return passed(cursor, cursor.u32(), at);
    case 0x8e: // BINBYTES8
    case 0x96: // BYTEARRAY8
      return passed(cursor, cursor.u64(), at);
    default:
      return undefined;
  }
}

function passed(cursor: Cursor, length: number, part: number): number {
  cursor.skip(length);
  return part;
}

function upTo(longest: number, cursor: Cursor, length: number, at: number): number {
  return passed(cursor, length, length <= longest ? at : otherPart);
}

function count(cursor: Cursor, at: number): number {
  const length = cursor.i32();
  if (length < 0) throw new BrokenBytes("a length is negative", at);
  return length;
}
