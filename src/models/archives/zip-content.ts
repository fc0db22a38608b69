import { BrokenBytes } from "../broken-bytes.js";
import { type ByteSource, partOf } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { entryName, type ZipDirectory, type ZipEntry, zip64Extra } from "./zip-directory.js";

/** Where the bytes of an entry lie, and what its own header says otherwise than the list. */
export interface LocatedEntry {
  readonly entry: ZipEntry;
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Clauses. */
  readonly contradictions: readonly string[];
}

interface LocalHeader extends ZipEntry {
  readonly dataStart: number;
}

const localSignature = 0x04034b50;

/** @throws {BrokenBytes} if there is no header where the entry should be. */
export function locateEntry(source: ByteSource, entry: ZipEntry): LocatedEntry {
  const local = readLocalHeader(source, entry.headerOffset);
  if (local === undefined) throw new BrokenBytes("there is no entry where the list says", entry.headerOffset);
  const { dataStart } = local;
  const contradictions = [
    ...(local.name === entry.name ? [] : [`its own header calls it ${JSON.stringify(local.name)}`]),
    ...(local.method === entry.method ? [] : ["its own header names another compression"]),
    ...(local.encrypted === entry.encrypted ? [] : ["only one of its headers says that it is encrypted"]),
    ...(local.packedSize === undefined || local.packedSize === entry.packedSize
      ? []
      : ["its own header has another length"]),
  ];
  const size = entry.packedSize ?? 0;
  if (dataStart + size > source.size) contradictions.push("the file ends before it does");
  return { entry, dataStart, dataEnd: Math.min(source.size, dataStart + size), contradictions };
}

function readLocalHeader(source: ByteSource, offset: number): LocalHeader | undefined {
  if (offset + 30 > source.size) return undefined;
  const cursor = new Cursor(source, offset);
  if (cursor.u32() !== localSignature) return undefined;
  cursor.skip(2);
  const [flags, method] = [cursor.u16(), cursor.u16()];
  cursor.skip(8);
  let [packedSize, size] = [cursor.u32(), cursor.u32()];
  const [nameLength, extraLength] = [cursor.u16(), cursor.u16()];
  if (nameLength + extraLength > cursor.left) return undefined;
  const name = entryName(cursor.bytes(nameLength));
  const extra = zip64Extra(cursor.bytes(extraLength));
  if (extra !== undefined && extra.left >= 16) [size, packedSize] = [extra.u64(), extra.u64()];
  // With a data descriptor the lengths follow the data, and stand here as nothing.
  const later = (flags & 8) !== 0 && packedSize === 0;
  return {
    ...{ name, method, encrypted: (flags & 1) === 1, headerOffset: offset },
    ...{ packedSize: later ? undefined : packedSize, size: later ? undefined : size },
    dataStart: cursor.position,
  };
}

/** Entries that stand in the file and in no list: before, between and behind those that do. */
export function hiddenEntries(
  source: ByteSource,
  directory: Pick<ZipDirectory, "start" | "prefix"> | undefined,
  located: readonly LocatedEntry[],
): LocatedEntry[] {
  const known = [...located].sort((a, b) => a.entry.headerOffset - b.entry.headerOffset);
  const stop = directory?.start ?? source.size;
  const found: LocatedEntry[] = [];
  let at = directory?.prefix ?? 0;
  for (const { entry, dataEnd } of [...known, undefined].map(
    (it) => it ?? { entry: { headerOffset: stop }, dataEnd: stop },
  )) {
    if (entry.headerOffset > at)
      found.push(...entriesBetween(source, at, Math.min(entry.headerOffset, stop)));
    at = Math.max(at, dataEnd);
  }
  return found;
}

const mostHidden = 1000;

function entriesBetween(source: ByteSource, start: number, end: number): LocatedEntry[] {
  const found: LocatedEntry[] = [];
  let at = findSignature(source, start, end, [0x03, 0x04]);
  while (at !== undefined && found.length < mostHidden) {
    const local = readLocalHeader(partOf(source, 0, end), at);
    if (local === undefined) {
      at = findSignature(source, at + 4, end, [0x03, 0x04]);
      continue;
    }
    const { dataStart, packedSize } = local;
    const next =
      packedSize ??
      (findSignature(source, dataStart, end, [0x03, 0x04], [0x01, 0x02], [0x07, 0x08]) ?? end) - dataStart;
    const dataEnd = Math.min(end, dataStart + next);
    found.push({ entry: local, dataStart, dataEnd, contradictions: [] });
    // A length that leads past the end hides what follows: the next header is looked for right behind this one.
    at = findSignature(source, dataStart + next > end ? dataStart : dataEnd, end, [0x03, 0x04]);
  }
  return found;
}

const piece = 1 << 20;

/** Where `PK` with one of these pairs of bytes comes next. */
function findSignature(
  source: ByteSource,
  start: number,
  end: number,
  ...pairs: readonly (readonly [number, number])[]
): number | undefined {
  for (let from = start; from < end; from += piece) {
    const bytes = source.read(from, Math.min(piece + 3, end - from));
    for (let at = bytes.indexOf(0x50); at !== -1 && at < piece; at = bytes.indexOf(0x50, at + 1)) {
      if (bytes[at + 1] !== 0x4b) continue;
      if (pairs.some(([third, fourth]) => bytes[at + 2] === third && bytes[at + 3] === fourth))
        return from + at;
    }
  }
  return undefined;
}
