import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";

export interface TarEntry {
  readonly name: string;
  readonly kind: "file" | "link" | "folder" | "sparse" | "other";
  /** Of a link: what it leads to. */
  readonly target: string;
  readonly dataStart: number;
  readonly size: number;
}

const block = 512;
const mostExtension = 1 << 20;

/** Whether a tar archive begins here: its first header has the right checksum. */
export function isTar(source: ByteSource): boolean {
  const header = source.read(0, block);
  return header.length === block && header.some((byte) => byte !== 0) && checksumHolds(header);
}

/**
 * The entries of a tar archive, as Python's tarfile reads it: with long names of GNU and extended headers of POSIX, up to
 * the first empty or broken header.
 * @throws {BrokenBytes} where a header is broken or the archive ends too early; what came before has been given.
 * @see POSIX.1-2017, pax; Lib/tarfile.py of CPython
 */
export function* readTar(source: ByteSource): Generator<TarEntry> {
  let at = 0;
  let long: { name?: string; target?: string; size?: number } = {};
  while (at < source.size) {
    const header = source.read(at, block).slice();
    if (header.length < block) throw new BrokenBytes("a header is cut off", at);
    if (header.every((byte) => byte === 0)) return;
    if (!checksumHolds(header)) throw new BrokenBytes("a header is damaged", at);
    const type = String.fromCharCode(header[156] ?? 0);
    const size = long.size ?? numberAt(header, 124, 12, at);
    const dataStart = at + block;
    if (dataStart + size > source.size) throw new BrokenBytes("an entry is cut off", at);
    at = dataStart + Math.ceil(size / block) * block;
    if (type === "L" || type === "K" || type === "x" || type === "X" || type === "g") {
      const text = textOf(source.read(dataStart, Math.min(size, mostExtension)));
      if (type === "L") long = { ...long, name: untilNul(text) };
      else if (type === "K") long = { ...long, target: untilNul(text) };
      else if (type !== "g") long = { ...long, ...paxFields(text) };
      continue;
    }
    const prefix =
      textOf(header.subarray(257, 262)) === "ustar" && header[262] !== 0x20
        ? untilNul(textOf(header.subarray(345, 500)))
        : "";
    const short = untilNul(textOf(header.subarray(0, 100)));
    const name = long.name ?? (prefix === "" ? short : `${prefix}/${short}`);
    const target = long.target ?? untilNul(textOf(header.subarray(157, 257)));
    long = {};
    yield { name, kind: kindOf(type), target, dataStart, size };
  }
}

function kindOf(type: string): TarEntry["kind"] {
  if (type === "0" || type === "\0" || type === "7") return "file";
  if (type === "1" || type === "2") return "link";
  if (type === "5") return "folder";
  return type === "S" ? "sparse" : "other";
}

/** The sum of the header's bytes with blanks in the place of the sum; some programs added signed bytes. */
function checksumHolds(header: Uint8Array): boolean {
  const stated = Number.parseInt(untilNul(textOf(header.subarray(148, 156))).trim(), 8);
  let [plain, signed] = [256, 256];
  for (const [index, byte] of header.entries()) {
    if (index >= 148 && index < 156) continue;
    plain += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return stated === plain || stated === signed;
}

/** Octal digits, or GNU's binary numbers with the first bit set. */
function numberAt(header: Uint8Array, start: number, length: number, at: number): number {
  const first = header[start] ?? 0;
  if (first === 0x80) {
    return header.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0);
  }
  const text = untilNul(textOf(header.subarray(start, start + length))).trim();
  if (!/^[0-7]*$/.test(text)) throw new BrokenBytes("a header has no length", at);
  return text === "" ? 0 : Number.parseInt(text, 8);
}

/** `17 path=long/name\n`, again and again. */
function paxFields(text: string): { name?: string; target?: string; size?: number } {
  const fields: { name?: string; target?: string; size?: number } = {};
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(textOf(bytes.subarray(at, at + 20)), 10);
    if (!(length > 4)) break;
    const [, key, value = ""] =
      /^\d+ ([^=]+)=([\s\S]*)\n$/.exec(textOf(bytes.subarray(at, at + length))) ?? [];
    if (key === "path") fields.name = value;
    if (key === "linkpath") fields.target = value;
    if (key === "size" && /^\d+$/.test(value)) fields.size = Number(value);
    at += length;
  }
  return fields;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function untilNul(text: string): string {
  const nul = text.indexOf("\0");
  return nul === -1 ? text : text.slice(0, nul);
}
