/** Bytes that can be read at any place: a file, a part of one, or what was unpacked. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** Up to `length` bytes from `offset` on: fewer at the end, none beyond it. They stay valid until the next read. */
  read(offset: number, length: number): Uint8Array;
}

/** A part of a source, as a source: what would lie beyond its end is not there. */
export function partOf(source: ByteSource, offset: number, length: number): ByteSource {
  const start = Math.min(Math.max(0, offset), source.size);
  const size = Math.max(0, Math.min(length, source.size - start));
  return {
    size,
    read: (from, count) => {
      if (from < 0 || from >= size) return new Uint8Array(0);
      return source.read(start + from, Math.min(count, size - from));
    },
  };
}

/** Bytes in memory as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(Math.max(0, offset), Math.max(0, offset + length)),
  };
}
