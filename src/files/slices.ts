/** Files and bytes that a worker thread is given at once, and below which starting one does not pay. */
const filesPerSlice = 128;
const bytesPerSlice = 32 << 20;
const inlineFiles = 150;
const inlineBytes = 12 << 20;

/**
 * Cuts a batch into runs of consecutive items, small enough that threads end at about the same time.
 * @param sizeOf bytes.
 */
export function slice<T>(items: readonly T[], sizeOf: (item: T) => number): T[][] {
  const slices: T[][] = [];
  let current: T[] = [];
  let bytes = 0;
  for (const item of items) {
    if (current.length >= filesPerSlice || (current.length > 0 && bytes >= bytesPerSlice)) {
      slices.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += sizeOf(item);
  }
  if (current.length > 0) slices.push(current);
  return slices;
}

/** Whether a batch is too small to be worth worker threads. */
export function isSmallBatch(files: number, bytes: number): boolean {
  return files <= inlineFiles && bytes <= inlineBytes;
}
