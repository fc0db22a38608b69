/** The values of a column of two samples, row by row; null where there is none. */
export type RawColumn =
  | {
      readonly kind: "numeric";
      readonly before: readonly (number | null)[];
      readonly now: readonly (number | null)[];
    }
  | {
      readonly kind: "categorical";
      readonly before: readonly (string | null)[];
      readonly now: readonly (string | null)[];
    };

/** Most categories of a column that get a number of their own; the others share one. */
const mostCategories = 20;

/**
 * Rows as vectors: numbers as they are, the mean of the reference where there is none; each of the commonest categories as 1 or 0; and
 * whether a value is missing, where the reference or the rows of now lack some. What no row tells apart is left out.
 * @throws {RangeError} if the columns have different numbers of rows.
 */
export function encodeRows(columns: readonly RawColumn[]): { before: number[][]; now: number[][] } {
  const [n, m] = [columns[0]?.before.length ?? 0, columns[0]?.now.length ?? 0];
  if (columns.some(({ before, now }) => before.length !== n || now.length !== m))
    throw new RangeError("the columns have different numbers of rows");
  const parts = columns.flatMap((column) => {
    const missing = part<string | number>(column, (value) => (value === null ? 1 : 0));
    return column.kind === "numeric"
      ? [part(column, filledBy(column.before)), missing]
      : [
          ...categoriesOf(column.before).map((name) => part(column, (value) => Number(value === name))),
          missing,
        ];
  });
  const telling = parts.filter(({ before, now }) => new Set([...before, ...now]).size > 1);
  const rows = (side: "before" | "now", count: number): number[][] =>
    Array.from({ length: count }, (_, row) => telling.map((each) => each[side][row] ?? 0));
  return { before: rows("before", n), now: rows("now", m) };
}

function part<T>(
  { before, now }: { readonly before: readonly (T | null)[]; readonly now: readonly (T | null)[] },
  encode: (value: T | null) => number,
): { before: number[]; now: number[] } {
  return { before: before.map(encode), now: now.map(encode) };
}

function filledBy(values: readonly (number | null)[]): (value: number | null) => number {
  const present = values.filter((value) => value !== null && Number.isFinite(value));
  const mean = present.reduce<number>((sum, value) => sum + (value ?? 0) / present.length, 0);
  return (value) => (value === null || !Number.isFinite(value) ? mean : value);
}

function categoriesOf(values: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  // By count, then in the order in which they first come.
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostCategories)
    .map(([value]) => value);
}
