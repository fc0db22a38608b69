import type { ByteSource } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { lineValue, longestName } from "./lines.js";
import { latin1 } from "./literal.js";
import { MadeObjects } from "./made-objects.js";
import { DictValue, other, type Part, type PartReader, TupleValue, type Value } from "./value.js";

/** Longer numbers are no sizes. */
export const longestNumber = 6;

/** Values without content, as parts. */
export const otherPart = -1;
export const emptyTuplePart = -2;
/** A dictionary whose entries are not kept. */
export const emptyDictPart = -3;
export const nonePart = -4;
/** What a call gave that surely is no text. */
export const instancePart = -5;

const withoutContent: readonly Value[] = [
  other,
  new TupleValue([], { valueOf: () => other }),
  new DictValue(false),
  { kind: "none" },
  { kind: "instance" },
];
/** Tuples of numbers begin below these, as parts. */
export const firstTuple = -6;
/** Numbers that the list of tuples has room for. */
const mostInTuples = 1 << 24;
const largestInTuple = 2 ** 31 - 1;
export const longestTuple = 64;
/** Names are asked for again and again. */
const mostRemembered = 4096;
/** Bytes read at once: what is asked for next often stands close by. */
const readAhead = 4096;

/** Values that stand in the source, read from there when somebody asks, and tuples of them. */
export class WrittenValues implements PartReader {
  readonly #remembered = new Map<number, Value>();
  /** Of each tuple its length and its parts. */
  #tuples = new Int32Array(0);
  #used = 0;
  readonly #cursor: Cursor;
  /** What was made on the way, which is no number. */
  readonly made = new MadeObjects();

  constructor(source: ByteSource) {
    this.#cursor = new Cursor(source, 0, source.size, true, readAhead);
  }

  valueOf(part: Part): Value {
    if (typeof part !== "number") return part;
    if (part <= firstTuple) return new TupleValue(this.#partsOf(firstTuple - part), this);
    if (part < 0) return withoutContent[-1 - part] ?? other;
    const remembered = this.#remembered.get(part);
    if (remembered !== undefined) return remembered;
    this.#cursor.seek(part);
    const value = valueAt(this.#cursor, part);
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(part, value);
    return value;
  }

  /** A tuple of what stands on a stack from one height up to another; of long ones only that they are there. */
  tuple(stack: readonly Part[], from: number, to: number): Part {
    if (to - from > longestTuple) return otherPart;
    const start = this.#used;
    if (start + longestTuple >= this.#tuples.length && !this.#grow()) return this.#tupleOf(stack, from, to);
    const list = this.#tuples;
    list[start] = to - from;
    let end = start + 1;
    for (let index = from; index < to; index++) {
      const part = stack[index] ?? otherPart;
      if (typeof part !== "number" || part > largestInTuple) return this.#tupleOf(stack, from, to);
      list[end++] = part;
    }
    this.#used = end;
    return firstTuple - start;
  }

  #tupleOf(stack: readonly Part[], from: number, to: number): TupleValue {
    const tuple = new TupleValue(stack.slice(from, to), this);
    this.made.add(tuple);
    return tuple;
  }

  #partsOf(start: number): number[] {
    return [...this.#tuples.subarray(start + 1, start + 1 + (this.#tuples[start] ?? 0))];
  }

  #grow(): boolean {
    if (this.#tuples.length >= mostInTuples) return false;
    const larger = new Int32Array(Math.max(1024, this.#tuples.length * 2));
    larger.set(this.#tuples);
    this.#tuples = larger;
    return true;
  }
}

/** What the next opcode pushes, which is one of those whose place `constantOf` gives. */
function valueAt(cursor: Cursor, at: number): Value {
  const opcode = cursor.u8();
  switch (opcode) {
    case 0x4a: // BININT
      return { kind: "int", value: cursor.i32() };
    case 0x4b: // BININT1
      return { kind: "int", value: cursor.u8() };
    case 0x4d: // BININT2
      return { kind: "int", value: cursor.u16() };
    case 0x8a: // LONG1
      return long(cursor.bytes(cursor.u8()));
    case 0x8b: // LONG4
      return long(cursor.bytes(cursor.u32()));
    case 0x54: // BINSTRING
      return oldString(cursor, cursor.u32());
    case 0x55: // SHORT_BINSTRING
      return oldString(cursor, cursor.u8());
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
      return lineValue(opcode, cursor, at) ?? other;
  }
}

/** Little-endian, with a sign. */
function long(digits: Uint8Array): Value {
  let value = 0;
  for (const [index, byte] of digits.entries()) value += byte * 2 ** (8 * index);
  const half = 2 ** (8 * digits.length - 1);
  return { kind: "int", value: digits.length > 0 && value >= half ? value - 2 * half : value };
}

/** A text of Python 2. */
function oldString(cursor: Cursor, length: number): Value {
  return length > longestName ? bytes(cursor, length) : { kind: "text", value: latin1(cursor.bytes(length)) };
}

function text(cursor: Cursor, length: number): Value {
  return { kind: "text", value: cursor.text(length) };
}

function bytes(cursor: Cursor, length: number): Value {
  return { kind: "bytes", offset: cursor.position, length };
}
