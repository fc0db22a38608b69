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

/** A whole number with its thousands set apart: `10,000`. By hand, since the first use of Intl takes 16 ms. */
export function formatCount(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}

/** A count with its noun: `1 file`, `2 files`, `10,000 files`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
