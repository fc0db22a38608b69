import type { ByteSource } from "../models/byte-source.js";

const block = 1 << 18;
/** Who skips no more than this reads on. */
const gap = 4096;

/**
 * For those who take little at a time and go forward, more is read at once, always into the same memory: twice as much
 * as they have gone through without a jump, so that who jumps about never has much read in vain.
 * @param fill reads from a place until the target is full or the file ends. @returns how to read; what it gives is valid until the next read.
 */
export function blockwise(
  size: number,
  read: ByteSource["read"],
  fill: (target: Uint8Array, offset: number) => number,
): ByteSource["read"] {
  let kept: Uint8Array | undefined;
  let [start, end, last, begun] = [0, 0, 0, 0];
  return (offset, length) => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    if (wanted > block / 4) return read(offset, wanted);
    if (offset < begun || offset > last + gap) begun = offset;
    last = offset + wanted;
    if (offset < start || last > end) {
      const ahead = Math.min(block, 2 * (offset - begun));
      if (ahead <= wanted) return read(offset, wanted);
      kept ??= new Uint8Array(Math.min(block, size));
      start = offset;
      end = offset;
      end += fill(kept.subarray(0, ahead), offset);
    }
    return kept?.subarray(offset - start, Math.min(last, end) - start) ?? new Uint8Array(0);
  };
}
