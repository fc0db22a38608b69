import { BrokenBytes } from "../broken-bytes.js";
import { type ByteSource, partOf } from "../byte-source.js";
import { Cursor } from "../cursor.js";

/** A field of a protobuf message. Groups, which nobody writes any more, are refused. */
export interface ProtoField {
  readonly number: number;
  /** Of a varint or a fixed number; 0 otherwise. */
  readonly value: number;
  /** Of a text, bytes or a message; empty otherwise. */
  readonly content: ByteSource;
  readonly at: number;
}

const nothing = partOf({ size: 0, read: () => new Uint8Array(0) }, 0, 0);

/** The fields of a message, in order. Contents are not read before somebody asks. @throws {BrokenBytes} */
export function* protoFields(source: ByteSource): Generator<ProtoField> {
  const cursor = new Cursor(source);
  while (cursor.left > 0) {
    const at = cursor.position;
    const tag = varint(cursor);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) throw new BrokenBytes("a field has the number 0", at);
    if (wire === 0) yield { number, value: varint(cursor), content: nothing, at };
    else if (wire === 1) yield { number, value: cursor.u64(), content: nothing, at };
    else if (wire === 5) yield { number, value: cursor.u32(), content: nothing, at };
    else if (wire === 2) {
      const length = varint(cursor);
      const content = partOf(source, cursor.position, length);
      cursor.skip(length);
      yield { number, value: 0, content, at };
    } else throw new BrokenBytes(`a field is of the unknown kind ${wire}`, at);
  }
}

/** Up to 64 bits; beyond 2^53 inexact. */
function varint(cursor: Cursor): number {
  let [value, factor] = [0, 1];
  for (let count = 0; count < 10; count++) {
    const byte = cursor.u8();
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw new BrokenBytes("a number is too long", cursor.position);
}

const longestText = 1 << 16;

export function protoText(content: ByteSource): string {
  return new TextDecoder().decode(content.read(0, longestText));
}

/** Numbers of a repeated field, which may be packed into one. */
export function protoNumbers({ value, content }: ProtoField): number[] {
  if (content.size === 0) return [value];
  const cursor = new Cursor(content);
  const numbers: number[] = [];
  while (cursor.left > 0 && numbers.length < 1000) numbers.push(varint(cursor));
  return numbers;
}
