const units = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** A size for people, in powers of 1,000 with up to three digits: `0 B`, `999 B`, `1.5 kB`, `13.7 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit]}`;
}

/** A count with its noun: `1 file`, `2 files`, `10,000 files`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : plural}`;
}
