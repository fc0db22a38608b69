import type { AgreementTable } from "./agreement-table.js";
import type { KappaWeights } from "./rated.js";

/** How far two judges agree beyond chance. */
export interface CohenKappa {
  /** 1 for full agreement, 0 for as much as chance would give, below 0 for less; null where chance alone leaves nothing to disagree about. */
  readonly kappa: number | null;
  /** Large-sample standard error of κ, not only under the hypothesis that it is 0; null where κ is. */
  readonly standardError: number | null;
  /** Share of the cases on which both agree, whatever the weights. */
  readonly agreement: number;
  /** That share if each judge gave its own shares of the categories by chance. */
  readonly expected: number;
  readonly n: number;
}

/**
 * Cohen's κ, weighted where the categories are a scale: 1 less observed over expected disagreement.
 * @param table square, whole counts. @throws {RangeError} for a table without cases.
 * @see J. Cohen, Educational and Psychological Measurement 20 (1960) 37–46, and Psychological Bulletin 70 (1968) 213–220;
 *   J. Fleiss, J. Cohen, B. Everitt, Psychological Bulletin 72 (1969) 323–327 for the standard error
 */
export function cohenKappa(table: AgreementTable, weights: KappaWeights): CohenKappa {
  const n = table.reduce((sum, row) => sum + total(row), 0);
  if (!(n > 0)) throw new RangeError("no cases: there is nothing to agree about");
  const rows = table.map((row) => total(row) / n);
  const columns = table.map((_, column) => total(table.map((row) => row[column] ?? 0)) / n);
  const share = (row: number, column: number) => (table[row]?.[column] ?? 0) / n;
  const same = (row: number, column: number) => Number(row === column);
  const weight = (row: number, column: number) => weightOf(row, column, table.length, weights);
  const over = (of: (row: number, column: number) => number) =>
    total(rows.flatMap((_, row) => columns.map((__, column) => of(row, column))));
  const chance = (row: number, column: number) => (rows[row] ?? 0) * (columns[column] ?? 0);
  const agreement = over((row, column) => same(row, column) * share(row, column));
  const expected = over((row, column) => same(row, column) * chance(row, column));
  const lost = over((row, column) => (1 - weight(row, column)) * share(row, column));
  const lostByChance = over((row, column) => (1 - weight(row, column)) * chance(row, column));
  // All cases of both judges in one category: rounding must not make a figure of 0 / 0.
  if (isOneCategory(rows) && isOneCategory(columns) && lostByChance < 1e-12)
    return { kappa: null, standardError: null, agreement, expected, n };
  const kappa = 1 - lost / lostByChance;
  const rowMeans = rows.map((_, row) => total(columns.map((mass, column) => mass * weight(row, column))));
  const columnMeans = columns.map((_, column) => total(rows.map((mass, row) => mass * weight(row, column))));
  const squares = over((row, column) => {
    const means = (rowMeans[row] ?? 0) + (columnMeans[column] ?? 0);
    return share(row, column) * (weight(row, column) - means * (1 - kappa)) ** 2;
  });
  const variance = (squares - (kappa - (1 - lostByChance) * (1 - kappa)) ** 2) / (lostByChance ** 2 * n);
  return { kappa, standardError: Math.sqrt(Math.max(0, variance)), agreement, expected, n };
}

/** 1 for the same category, 0 for those that are furthest apart. */
function weightOf(row: number, column: number, categories: number, weights: KappaWeights): number {
  if (weights === "none") return Number(row === column);
  const apart = Math.abs(row - column) / (categories - 1);
  return 1 - (weights === "linear" ? apart : apart ** 2);
}

function isOneCategory(shares: readonly number[]): boolean {
  return shares.filter((share) => share > 0).length === 1;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
