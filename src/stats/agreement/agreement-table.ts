import type { Rated } from "./rated.js";

/** Cases by the category of the first judge (rows) and of the second (columns). */
export type AgreementTable = readonly (readonly number[])[];

/** @param categories how many there are. @throws {RangeError} for a case in none of them. */
export function agreementTable(
  cases: readonly Pick<Rated, "first" | "second">[],
  categories: number,
): AgreementTable {
  const table = Array.from({ length: categories }, () => new Array<number>(categories).fill(0));
  for (const { first, second } of cases) {
    const row = table[first];
    const before = row?.[second];
    if (row === undefined || before === undefined)
      throw new RangeError(`not among ${categories} categories: ${first}, ${second}`);
    row[second] = before + 1;
  }
  return table;
}
