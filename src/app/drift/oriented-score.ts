import { compareBytes } from "../../core/byte-order.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import type { PerformanceColumns } from "./measure-performance.js";

/** A score of yes-or-no predictions, as the chance of yes. */
export interface OrientedScore {
  /** What stands for yes: of both answers the later by bytes, so `true`, `1`, `yes`. */
  readonly positive: string;
  /** SQL, of type DOUBLE. */
  readonly chance: string;
  /** SQL, whether yes was predicted. */
  readonly said: string;
}

const text = (name: string) => `CAST(${quoteName(name)} AS VARCHAR)`;

/**
 * Finds out what a score means, from how it goes with predictions. It is the chance of yes where every yes has at least as high a score as any
 * no; else, where none is below 0.5, it is the chance of whatever was predicted.
 * @param sources the data, and that of the baseline where it is at hand.
 * @returns undefined where there are not two answers, or the score is neither.
 */
export async function orientedScore(
  sources: readonly TableSource[],
  score: string,
  { prediction, label }: PerformanceColumns,
): Promise<OrientedScore | undefined> {
  const scored = sources.filter(({ columns }) =>
    [score, prediction.name].every((name) => columns.some((column) => column.name === name)),
  );
  const answers = new Set<string>();
  for (const source of scored) {
    const asked = [prediction.name, label?.name ?? prediction.name];
    for (const name of asked.filter((each) => source.columns.some((column) => column.name === each))) {
      const found = await source.query<{ answer: string }>(
        `SELECT DISTINCT ${text(name)} AS answer FROM ${source.table} WHERE ${quoteName(name)} IS NOT NULL ORDER BY 1 LIMIT 3`,
      );
      for (const { answer } of found) answers.add(answer);
    }
  }
  const [, positive] = [...answers].sort(compareBytes);
  if (answers.size !== 2 || positive === undefined) return undefined;
  const said = `${text(prediction.name)} = '${positive.replaceAll("'", "''")}'`;
  const value = `try_cast(${quoteName(score)} AS DOUBLE)`;
  let [leastYes, mostNo, least] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  for (const source of scored) {
    const [row] = await source.query<{ yes: number | null; no: number | null; least: number | null }>(
      `SELECT min(s) FILTER (y) AS yes, max(s) FILTER (NOT y) AS no, min(s) AS least FROM (SELECT ${value} AS s, ${said} AS y FROM ${source.table}) WHERE isfinite(s)`,
    );
    leastYes = Math.min(leastYes, row?.yes ?? leastYes);
    mostNo = Math.max(mostNo, row?.no ?? mostNo);
    least = Math.min(least, row?.least ?? least);
  }
  // Where one answer alone is given, nothing but 0.5 tells what its scores mean.
  const isOfYes = Number.isFinite(leastYes) ? leastYes >= mostNo : mostNo <= 0.5;
  if (isOfYes) return { positive, said, chance: value };
  return least >= 0.5
    ? { positive, said, chance: `CASE WHEN ${said} THEN ${value} ELSE 1 - ${value} END` }
    : undefined;
}
