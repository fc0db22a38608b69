import type { PerformanceEstimate } from "../../drift/performance.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import { calibrate } from "../../stats/drift/calibrate.js";
import { confidenceBasedAccuracy, confidenceBasedFigures } from "../../stats/drift/confidence-based.js";
import type { PerformanceColumns } from "./measure-performance.js";
import type { OrientedScore } from "./oriented-score.js";

/** Rows that an estimate is made from, spread evenly over the data. */
const mostRows = 200_000;
/** Rows that scores are calibrated by. */
const mostJudged = 20_000;
/** With fewer labels scores are taken at their word. */
const leastJudged = 100;

/** Columns and what is known of the score. */
interface Scored {
  readonly columns: PerformanceColumns;
  readonly score: string;
  /** Of yes-or-no predictions. */
  readonly oriented: OrientedScore | undefined;
}

/**
 * The performance that scores promise, calibrated by what came true in the baseline's data: of yes-or-no predictions accuracy, AUC, F1,
 * precision and recall; of others the accuracy.
 */
export async function estimatePerformance(
  source: TableSource,
  baseline: TableSource | undefined,
  scored: Scored,
): Promise<PerformanceEstimate | undefined> {
  const { columns, score, oriented } = scored;
  if (oriented === undefined) return estimateAccuracy(source, baseline, score, columns);
  const valid = chanceWithin(oriented.chance);
  const rows = await evenly(source, mostRows, { said: valid, yes: oriented.said });
  const told = rows.flatMap(({ said, yes }) => (yes === null ? [] : [{ score: said, said: yes }]));
  if (told.length === 0) return undefined;
  const label = columns.label?.name;
  const came = `CAST(${quoteName(label ?? "")} AS VARCHAR) = '${oriented.positive.replaceAll("'", "''")}'`;
  const chance = await calibrated(baseline, [score, columns.prediction.name, label], { said: valid, came });
  const figures = confidenceBasedFigures(
    told.map((row) => ({ ...row, chance: chance?.(row.score) ?? row.score })),
  );
  const [accuracy] = figures;
  if (accuracy === undefined) return undefined;
  const { value, interval } = accuracy;
  const isRedacted = columns.prediction.redact !== undefined || columns.label?.redact !== undefined;
  return {
    estimated: true,
    value,
    interval,
    n: told.length,
    calibrated: chance !== undefined,
    ...(!isRedacted && { positive: oriented.positive }),
    figures,
  };
}

/** The mean chance of being right. A score below 0.5 of a yes-or-no prediction speaks for the other answer. */
async function estimateAccuracy(
  source: TableSource,
  baseline: TableSource | undefined,
  score: string,
  columns: PerformanceColumns,
): Promise<PerformanceEstimate | undefined> {
  const isBinary = (await classesOf(source, columns)) <= 2;
  const valid = chanceWithin(`try_cast(${quoteName(score)} AS DOUBLE)`);
  const said = isBinary ? `greatest(${valid}, 1 - ${valid})` : valid;
  const rows = await evenly(source, mostRows, { said });
  if (rows.length === 0) return undefined;
  const [prediction, label] = [columns.prediction.name, columns.label?.name];
  const came = `CAST(${quoteName(prediction)} AS VARCHAR) = CAST(${quoteName(label ?? "")} AS VARCHAR)`;
  const chance = await calibrated(baseline, [score, prediction, label], { said, came });
  const accuracy = confidenceBasedAccuracy(rows.map((row) => chance?.(row.said) ?? row.said));
  return { ...accuracy, calibrated: chance !== undefined };
}

async function classesOf(source: TableSource, { prediction }: PerformanceColumns): Promise<number> {
  const [row] = await source.query<{ classes: number }>(
    `SELECT count(DISTINCT ${quoteName(prediction.name)}) AS classes FROM ${source.table}`,
  );
  return row?.classes ?? 0;
}

function chanceWithin(score: string): string {
  return `CASE WHEN ${score} >= 0 AND ${score} <= 1 THEN ${score} END`;
}

/** What scores were worth in the baseline's data; undefined where it has too few labels. */
async function calibrated(
  baseline: TableSource | undefined,
  names: readonly (string | undefined)[],
  asked: { readonly said: string; readonly came: string },
): Promise<((said: number) => number) | undefined> {
  if (
    baseline === undefined ||
    !names.every((name) => baseline.columns.some((column) => column.name === name))
  )
    return undefined;
  const rows = await evenly(baseline, mostJudged, asked);
  const judged = rows.flatMap(({ said, came }) => (came === null ? [] : [{ said, true: came }]));
  return judged.length < leastJudged ? undefined : calibrate(judged);
}

/** SQL of what is read of each row. */
interface Asked {
  readonly said: string;
  readonly yes?: string;
  readonly came?: string;
}

async function evenly(source: TableSource, most: number, { said, yes, came }: Asked) {
  const step = Math.max(1, Math.ceil((await source.rows()) / most));
  const none = "NULL::BOOLEAN";
  return source.query<{ said: number; yes: boolean | null; came: boolean | null }>(
    `SELECT ${said} AS said, ${yes ?? none} AS yes, ${came ?? none} AS came FROM ${source.table} WHERE (${source.rowNumber}) % ${step} = 0 AND ${said} IS NOT NULL`,
  );
}
