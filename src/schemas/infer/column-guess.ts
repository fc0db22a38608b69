import type { ColumnType } from "../types.js";
import { type ColumnFacts, guesses } from "./column-facts.js";

/** What a column is taken for. */
export interface ColumnGuess {
  readonly type: ColumnType;
  readonly format?: string;
  /** What somebody who edits the schema may want to know. */
  readonly remark?: string;
}

/** The narrowest type that every value fits. Codes such as `01234` are text: their zeros count. */
export function guessColumn(facts: ColumnFacts): ColumnGuess {
  const values = facts.rows - facts.nulls;
  if (values === 0)
    return { type: "any", remark: facts.rows === 0 ? "no row to tell from" : "no value to tell from" };
  if (facts.codes > 0 && facts.misfits.number === 0)
    return { type: "text", remark: "numbers with leading zeros" };
  const fitting = guesses.filter(({ guess }) => facts.misfits[guess] === 0);
  const [first] = fitting;
  if (first?.guess === "dayFirst" && fitting.some(({ guess }) => guess === "monthFirst")) {
    return { type: "text", remark: 'dates; whether "%d/%m/%Y" or "%m/%d/%Y" cannot be told' };
  }
  if (first) return { type: first.type, ...(first.format !== undefined && { format: first.format }) };
  for (const format of ["uuid", "email", "url"] as const) {
    if (facts.malformed[format] === 0) return { type: "text", format };
  }
  return { type: "text", ...nearMiss(facts, values) };
}

/** Text for the sake of a few values. */
function nearMiss(facts: ColumnFacts, values: number): { readonly remark?: string } {
  const nearest = guesses.toSorted((a, b) => facts.misfits[a.guess] - facts.misfits[b.guess])[0];
  const misfits = nearest === undefined ? values : facts.misfits[nearest.guess];
  if (nearest === undefined || misfits > values / 5) return {};
  const form = nearest.format === undefined ? "" : ` with format "${nearest.format}"`;
  return { remark: `${misfits} of ${values} values keep it from being ${nearest.type}${form}` };
}

/** Fewer rows say nothing of what is always so. */
export const fewRows = 30;

/** Whether a column has a value that comes once in every row, and is likely to go on so. */
export function isUnique(
  { name, rows, nulls, distinct }: ColumnFacts,
  { type, format }: ColumnGuess,
): boolean {
  if (nulls > 0 || distinct !== rows || rows < 2) return false;
  if (type !== "integer" && type !== "text") return false;
  const named = /(?:^|[_\W])(?:id|key|uuid|guid|sku)$/i.test(name) || /[a-z]I[dD]$/.test(name);
  if (format === "uuid" || named) return rows >= 5;
  return rows >= 1000 && format !== "url";
}

/** Few texts, each of them often. */
export function isCategorical(
  { rows, nulls, distinct }: ColumnFacts,
  { type, format }: ColumnGuess,
): boolean {
  const values = rows - nulls;
  return (
    type === "text" && format === undefined && values >= fewRows && distinct <= Math.min(30, values / 10)
  );
}
