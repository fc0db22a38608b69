import { BrokenBytes } from "../broken-bytes.js";
import { type ByteSource, partOf } from "../byte-source.js";
import { Cursor } from "../cursor.js";

/** An entry as the central directory, or failing that its own header, describes it. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated; others are not read. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Bytes in the archive; undefined where only what follows can tell. */
  readonly packedSize: number | undefined;
  readonly size: number | undefined;
  /** Of the entry's own header, in the source. */
  readonly headerOffset: number;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Where the directory begins: whatever is not an entry and lies before it is hidden. */
  readonly start: number;
  /** How many bytes stand before what the archive takes for its beginning. */
  readonly prefix: number;
  /** Where the archive ends, with its comment. */
  readonly end: number;
}

const endSize = 22;
const mostComment = 65_535;
const mostEntries = 1_000_000;

/** A number that stands in a zip64 field instead. */
const elsewhere = 0xffffffff;

/**
 * The list of entries at the end of a ZIP archive, found as Python's zipfile finds it: bytes before the archive are
 * passed over.
 * @returns undefined if there is none. @throws {BrokenBytes} if it cannot be read.
 * @see APPNOTE.TXT 6.3.10, sections 4.3 to 4.5; Lib/zipfile of CPython
 */
export function readZipDirectory(source: ByteSource): ZipDirectory | undefined {
  const end = findEnd(source);
  if (end === undefined) return undefined;
  const cursor = new Cursor(source, end + 10);
  let count = cursor.u16();
  let [size, offset] = [cursor.u32(), cursor.u32()];
  let directoryEnd = end;
  const zip64 = locateZip64(source, end);
  if (zip64 !== undefined) {
    const wide = new Cursor(source, zip64 + 32);
    [count, size, offset] = [wide.u64(), wide.u64(), wide.u64()];
    directoryEnd = zip64;
  }
  const start = directoryEnd - size;
  const prefix = start - offset;
  if (start < 0 || prefix < 0) throw new BrokenBytes("its list of entries lies outside of the file", end);
  const entries: ZipEntry[] = [];
  // As zipfile does: what is there counts, not how many there should be.
  const list = new Cursor(partOf(source, start, size), 0);
  while (list.left >= 46) {
    if (entries.length >= mostEntries)
      throw new BrokenBytes("it has too many entries", start + list.position);
    entries.push(readEntry(list, prefix, start));
  }
  if (entries.length === 0 && count > 0) throw new BrokenBytes("its list of entries is cut off", start);
  return { entries, start, prefix, end: Math.min(source.size, end + endSize + commentLength(source, end)) };
}

function commentLength(source: ByteSource, end: number): number {
  return new Cursor(source, end + 20).u16();
}

/** The last end record whose signature is there: at the very end, or before a comment. */
function findEnd(source: ByteSource): number | undefined {
  const from = Math.max(0, source.size - endSize - mostComment);
  const bytes = source.read(from, source.size - from).slice();
  for (let at = bytes.length - endSize; at >= 0; at--) {
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 0x05 && bytes[at + 3] === 0x06)
      return from + at;
  }
  return undefined;
}

function locateZip64(source: ByteSource, end: number): number | undefined {
  if (end < 20) return undefined;
  const locator = new Cursor(source, end - 20);
  if (locator.u32() !== 0x07064b50) return undefined;
  locator.skip(4);
  const stated = locator.u64();
  // With bytes before the archive the record is not where it is said to be, but right before its locator.
  for (const offset of [end - 20 - 56, stated]) {
    if (offset < 0 || offset + 56 > source.size) continue;
    if (new Cursor(source, offset).u32() === 0x06064b50) return offset;
  }
  throw new BrokenBytes("its zip64 record is missing", end - 20);
}

function readEntry(list: Cursor, prefix: number, start: number): ZipEntry {
  const at = start + list.position;
  if (list.u32() !== 0x02014b50) throw new BrokenBytes("its list of entries is damaged", at);
  list.skip(4);
  const [flags, method] = [list.u16(), list.u16()];
  list.skip(8);
  let [packedSize, size] = [list.u32(), list.u32()];
  const [nameLength, extraLength, commentSize] = [list.u16(), list.u16(), list.u16()];
  list.skip(8);
  let offset = list.u32();
  const name = entryName(list.bytes(nameLength));
  const extra = zip64Extra(list.bytes(extraLength));
  list.skip(commentSize);
  if (extra !== undefined) {
    if (size === elsewhere) size = extra.left >= 8 ? extra.u64() : size;
    if (packedSize === elsewhere) packedSize = extra.left >= 8 ? extra.u64() : packedSize;
    if (offset === elsewhere) offset = extra.left >= 8 ? extra.u64() : offset;
  }
  return { name, method, encrypted: (flags & 1) === 1, packedSize, size, headerOffset: offset + prefix };
}

/** UTF-8 where it is that, else Latin-1; a name ends at a NUL, as zipfile has it. */
export function entryName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    name = new TextDecoder("latin1").decode(bytes);
  }
  const nul = name.indexOf("\0");
  return nul === -1 ? name : name.slice(0, nul);
}

/** The zip64 field among the extra fields. */
export function zip64Extra(bytes: Uint8Array): Cursor | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 4 <= bytes.length; ) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === 1) {
      const field = bytes.subarray(at + 4, at + 4 + length);
      return new Cursor({ size: field.length, read: (from, count) => field.subarray(from, from + count) });
    }
    at += 4 + length;
  }
  return undefined;
}
