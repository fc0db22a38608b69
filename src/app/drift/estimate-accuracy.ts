import type { AccuracyEstimate } from "../../drift/performance.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import { calibrate } from "../../stats/drift/calibrate.js";
import { confidenceBasedAccuracy } from "../../stats/drift/confidence-based.js";
import type { PerformanceColumns } from "./measure-performance.js";

/** Rows that an estimate is made from, spread evenly over the data. */
const mostRows = 200_000;
/** Rows that scores are calibrated by. */
const mostJudged = 20_000;
/** With fewer labels scores are taken at their word. */
const leastJudged = 100;

/**
 * The accuracy that scores promise: the mean chance of being right, calibrated by what came true in the baseline's data. A score below 0.5
 * of a yes-or-no prediction speaks for the other answer.
 */
export async function estimateAccuracy(
  source: TableSource,
  baseline: TableSource | undefined,
  score: string,
  columns: PerformanceColumns,
): Promise<AccuracyEstimate | undefined> {
  const isBinary = (await classesOf(source, columns)) <= 2;
  const rows = await evenly(source, mostRows, confidenceOf(score, isBinary));
  if (rows.length === 0) return undefined;
  const judged = await judgedRows(baseline, score, columns, isBinary);
  const chance = judged.length < leastJudged ? undefined : calibrate(judged);
  const chances = rows.map(({ said }) => chance?.(said) ?? said);
  return { ...confidenceBasedAccuracy(chances), calibrated: chance !== undefined };
}

async function classesOf(source: TableSource, { prediction }: PerformanceColumns): Promise<number> {
  const [row] = await source.query<{ classes: number }>(
    `SELECT count(DISTINCT ${quoteName(prediction.name)}) AS classes FROM ${source.table}`,
  );
  return row?.classes ?? 0;
}

/** The chance, as the score says it, that the prediction is right. */
function confidenceOf(score: string, isBinary: boolean): string {
  const said = `try_cast(${quoteName(score)} AS DOUBLE)`;
  const valid = `CASE WHEN ${said} >= 0 AND ${said} <= 1 THEN ${said} END`;
  return isBinary ? `greatest(${valid}, 1 - ${valid})` : valid;
}

async function judgedRows(
  baseline: TableSource | undefined,
  score: string,
  { prediction, label }: PerformanceColumns,
  isBinary: boolean,
) {
  const names = [score, prediction.name, label?.name ?? ""];
  if (
    baseline === undefined ||
    !names.every((name) => baseline.columns.some((column) => column.name === name))
  ) {
    return [];
  }
  const right = `CAST(${quoteName(prediction.name)} AS VARCHAR) = CAST(${quoteName(label?.name ?? "")} AS VARCHAR)`;
  const rows = await evenly(baseline, mostJudged, confidenceOf(score, isBinary), right);
  return rows.flatMap(({ said, came }) => (came === null ? [] : [{ said, true: came }]));
}

async function evenly(source: TableSource, most: number, said: string, came = "NULL::BOOLEAN") {
  const step = Math.max(1, Math.ceil((await source.rows()) / most));
  return source.query<{ said: number; came: boolean | null }>(
    `SELECT ${said} AS said, ${came} AS came FROM ${source.table} WHERE (${source.rowNumber}) % ${step} = 0 AND ${said} IS NOT NULL`,
  );
}
