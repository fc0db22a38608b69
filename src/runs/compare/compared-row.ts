/** One thing that is said of each of the runs, in their order; undefined where a run has nothing to say. */
export interface ComparedRow {
  readonly key: string;
  readonly values: readonly (string | undefined)[];
  readonly differs: boolean;
}

/** A row for each key of any of the maps, one map a run: those that differ first, then by key. */
export function compareMaps(maps: readonly Readonly<Record<string, string>>[]): ComparedRow[] {
  const keys = new Set(maps.flatMap((map) => Object.keys(map)));
  return [...keys]
    .map((key) =>
      comparedRow(
        key,
        maps.map((map) => (Object.hasOwn(map, key) ? map[key] : undefined)),
      ),
    )
    .sort((a, b) => Number(b.differs) - Number(a.differs) || (a.key < b.key ? -1 : 1));
}

export function comparedRow(key: string, values: readonly (string | undefined)[]): ComparedRow {
  return { key, values, differs: values.some((value) => value !== values[0]) };
}
