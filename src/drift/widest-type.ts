const numbers = ["DOUBLE", "FLOAT", "HUGEINT", "BIGINT", "INTEGER"];
const times = ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "DATE"];

/** What a reader would call a column that one shard has whole numbers of and another has fractions of; undefined of no type. */
export function widestType(types: readonly string[]): string | undefined {
  const [first, ...others] = types;
  if (first === undefined || others.every((type) => type === first)) return first;
  const family = [numbers, times].find((known) => types.every((type) => known.includes(type)));
  return family?.find((type) => types.includes(type)) ?? "VARCHAR";
}
