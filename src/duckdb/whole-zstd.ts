import { type FileHandle, open } from "node:fs/promises";

const frameMark = 0xfd2fb528;
const skippableMark = 0x184d2a50;

/**
 * Whether a file holds whole frames of zstd to its end. Reads the headers of frames and blocks alone (RFC 8878, section 3.1).
 * @throws what reading throws.
 */
export async function isWholeZstd(path: string): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    let at = 0;
    while (at < size) {
      const next = await afterFrame(handle, at);
      if (next === undefined || next > size) return false;
      at = next;
    }
    return size > 0;
  } finally {
    await handle.close();
  }
}

/** Where the frame that begins at `start` ends; `undefined` if it is cut or none. */
async function afterFrame(handle: FileHandle, start: number): Promise<number | undefined> {
  const head = await bytesAt(handle, start, 8);
  if (head.length < 5) return undefined;
  const mark = head.readUInt32LE(0);
  if ((mark & 0xfffffff0) >>> 0 === skippableMark) {
    return head.length < 8 ? undefined : start + 8 + head.readUInt32LE(4);
  }
  if (mark !== frameMark) return undefined;
  const descriptor = head[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = start + 5 + (isSingleSegment ? 0 : 1) + dictionary + contentSize;
  for (;;) {
    const block = await bytesAt(handle, at, 3);
    if (block.length < 3) return undefined;
    const header = block.readUIntLE(0, 3);
    const type = (header >> 1) & 3;
    if (type === 3) return undefined;
    at += 3 + (type === 1 ? 1 : header >> 3);
    if ((header & 1) === 1) return at + ((descriptor & 4) === 0 ? 0 : 4);
  }
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
