import { countOf, formatCount } from "../../core/format-bytes.js";
import { accuracyOf, aucOf, type Confusion, macroF1Of, maeOf, rmseOf } from "../../drift/confusion.js";
import { worstVerdict } from "../../drift/distance.js";
import type { DriftMonitor, MonitorColumn } from "../../drift/monitor.js";
import {
  type ComparedFigure,
  compareFigure,
  figureText,
  type Measured,
  type Performance,
} from "../../drift/performance.js";
import type { DataProfile } from "../../drift/profile.js";
import type { DriftVerdict } from "../../drift/verdict.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import { errorAlarms } from "./error-stream.js";
import { estimatePerformance } from "./estimate-performance.js";
import { type OrientedScore, orientedScore } from "./oriented-score.js";

/** The columns that say how good predictions are. */
export interface PerformanceColumns {
  readonly prediction: MonitorColumn;
  readonly label?: MonitorColumn;
  /** Whether no row has a label, whatever words stand there for missing ones. */
  readonly isAwaited?: boolean;
  readonly score?: string;
  readonly time?: MonitorColumn;
}

/** And what the score of yes-or-no predictions means. */
interface ScoredColumns extends PerformanceColumns {
  readonly oriented?: OrientedScore;
}

/** @param profile of the data. @returns undefined where the data or the monitor has no prediction. */
export function performanceColumns(
  source: TableSource,
  monitor: DriftMonitor,
  profile: DataProfile,
): PerformanceColumns | undefined {
  const names = new Set(source.columns.map(({ name }) => name));
  const withRole = (role: MonitorColumn["role"]) =>
    monitor.columns.find((column) => !column.ignored && column.role === role && names.has(column.name));
  const prediction = withRole("prediction");
  if (prediction === undefined || prediction.kind === "text" || prediction.kind === "embedding")
    return undefined;
  const [label, time] = [withRole("label"), withRole("timestamp")];
  const { score } = monitor.performance;
  const labels = profile.columns.find(({ name }) => name === label?.name)?.profile;
  return {
    prediction,
    ...(labels !== undefined && { isAwaited: labels.nulls === labels.rows }),
    ...(label !== undefined && { label }),
    ...(score !== undefined && names.has(score) && { score }),
    ...(time !== undefined && { time }),
  };
}

/**
 * How good the predictions of the data are, beside those of the baseline's data.
 * @param baseline the data that the baseline was made of, where it is at hand.
 */
export async function measurePerformance(
  source: TableSource,
  baseline: TableSource | undefined,
  columns: PerformanceColumns,
  monitor: DriftMonitor,
): Promise<Performance | undefined> {
  const { prediction, label, isAwaited, score } = columns;
  const rows = label === undefined || isAwaited === true ? 0 : await labelledRows(source, columns);
  const sources = baseline === undefined ? [source] : [source, baseline];
  const oriented = score === undefined ? undefined : await orientedScore(sources, score, columns);
  const estimate =
    score === undefined
      ? undefined
      : await estimatePerformance(source, baseline, { columns, score, oriented });
  if (label === undefined || rows === 0) {
    if (estimate === undefined) return undefined;
    const reason = `no labels: performance is estimated from ${score}`;
    const named = { prediction: prediction.name, ...(label && { label: label.name }) };
    return { ...named, rows, verdict: "ok", reason, figures: [], estimate };
  }
  const figures = await compareFigures(
    source,
    baseline,
    { ...columns, ...(oriented && { oriented }) },
    monitor,
  );
  const stream = await errorAlarms(source, columns);
  return {
    prediction: prediction.name,
    label: label.name,
    rows,
    ...judge(figures, rows, monitor),
    figures,
    ...(stream && { stream }),
    ...(estimate && { estimate }),
  };
}

function judge(
  figures: readonly ComparedFigure[],
  rows: number,
  { leastRows }: DriftMonitor,
): { readonly verdict: DriftVerdict; readonly reason: string } {
  if (rows < leastRows) {
    return {
      verdict: "inconclusive",
      reason: `${countOf(rows, "labelled row")}: fewer than ${formatCount(leastRows)} say nothing`,
    };
  }
  const verdict = worstVerdict(figures.map((figure) => figure.verdict));
  const told = figures.filter((figure) => figure.verdict === verdict).map(figureText);
  const words: Readonly<Record<DriftVerdict, string>> = {
    drift: "predictions have become worse",
    warning: "predictions have become a little worse",
    ok: "predictions are as good as they were",
    inconclusive: "the baseline's data is not at hand to compare with",
  };
  return { verdict, reason: told.length === 0 ? words[verdict] : `${words[verdict]}: ${told.join(", ")}` };
}

async function compareFigures(
  source: TableSource,
  baseline: TableSource | undefined,
  columns: ScoredColumns,
  { performance: { threshold } }: DriftMonitor,
): Promise<ComparedFigure[]> {
  const hasBoth = baseline !== undefined && (await labelledRows(baseline, columns)) > 0;
  const now = await figuresOf(source, columns);
  const before = hasBoth ? await figuresOf(baseline, columns) : new Map<ComparedFigure["name"], Measured>();
  return [...now].map(([name, figure]) => compareFigure(name, figure, before.get(name), threshold));
}

async function figuresOf(
  source: TableSource,
  columns: ScoredColumns,
): Promise<Map<ComparedFigure["name"], Measured>> {
  const figures = new Map<ComparedFigure["name"], Measured>();
  const { prediction, label, score, oriented } = columns;
  if (prediction.kind === "numeric" && label?.kind === "numeric") {
    const sums = await errorSums(source, columns);
    figures.set("mae", maeOf(sums));
    figures.set("rmse", rmseOf(sums));
    return figures;
  }
  if (prediction.kind !== "numeric") {
    const confusion = await confusionOf(source, columns);
    figures.set("accuracy", accuracyOf(confusion));
    if (confusion.length <= mostCells) figures.set("f1", macroF1Of(confusion));
  }
  const ranked =
    prediction.kind === "numeric" ? number(prediction.name) : (oriented?.chance ?? (score && number(score)));
  const auc = ranked === undefined ? undefined : await rocAuc(source, columns, ranked);
  if (auc !== undefined) figures.set("roc_auc", auc);
  return figures;
}

/** More pairs of label and prediction are no classification. */
const mostCells = 2500;

const text = (name: string) => `CAST(${quoteName(name)} AS VARCHAR)`;
const number = (name: string) => `try_cast(${quoteName(name)} AS DOUBLE)`;

function labelOf({ label, prediction }: PerformanceColumns): string {
  return label?.name ?? prediction.name;
}

async function labelledRows(source: TableSource, columns: PerformanceColumns): Promise<number> {
  const names = [columns.prediction.name, labelOf(columns)];
  if (!names.every((name) => source.columns.some((column) => column.name === name))) return 0;
  const [row] = await source.query<{ n: number }>(
    `SELECT count(*) AS n FROM ${source.table} WHERE ${names.map((name) => `${quoteName(name)} IS NOT NULL`).join(" AND ")}`,
  );
  return row?.n ?? 0;
}

async function confusionOf(source: TableSource, columns: PerformanceColumns): Promise<Confusion> {
  const [label, prediction] = [text(labelOf(columns)), text(columns.prediction.name)];
  const rows = await source.query<{ label: string; prediction: string; n: number }>(
    `SELECT ${label} AS label, ${prediction} AS prediction, count(*) AS n FROM ${source.table} WHERE ${label} IS NOT NULL AND ${prediction} IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  return rows.map((row) => [row.label, row.prediction, row.n] as const);
}

async function errorSums(source: TableSource, columns: PerformanceColumns) {
  const error = `${number(columns.prediction.name)} - ${number(labelOf(columns))}`;
  const [row] = await source.query<{ n: number; absolute: number; squares: number; fourths: number }>(
    `SELECT count(*) AS n, fsum(abs(e)) AS absolute, fsum(e * e) AS squares, fsum(e * e * e * e) AS fourths FROM (SELECT ${error} AS e FROM ${source.table}) WHERE isfinite(e)`,
  );
  return {
    n: row?.n ?? 0,
    absolute: row?.absolute ?? 0,
    squares: row?.squares ?? 0,
    fourths: row?.fourths ?? 0,
  };
}

/** @param score SQL of what rows are ranked by. @returns undefined where the label has not exactly two values. The one that is true, 1 or later by bytes is the positive one. */
async function rocAuc(
  source: TableSource,
  columns: PerformanceColumns,
  score: string,
): Promise<Measured | undefined> {
  const label = text(labelOf(columns));
  const labels = await source.query<{ label: string }>(
    `SELECT ${label} AS label FROM ${source.table} WHERE ${label} IS NOT NULL AND isfinite(${score}) GROUP BY 1 ORDER BY 1 LIMIT 3`,
  );
  const [, positive, third] = labels;
  if (positive === undefined || third !== undefined) return undefined;
  const [row] = await source.query<{
    positives: number;
    negatives: number;
    auc: number;
    v10: number;
    v01: number;
  }>(
    `WITH scores AS (
       SELECT ${score} AS s, count(*) FILTER (WHERE ${label} = $1) AS p, count(*) FILTER (WHERE ${label} <> $1) AS q
       FROM ${source.table} WHERE ${label} IS NOT NULL AND isfinite(${score}) GROUP BY 1),
     placed AS (
       SELECT p, q, (sum(q) OVER (ORDER BY s) - q / 2) / sum(q) OVER () AS below, 1 - (sum(p) OVER (ORDER BY s) - p / 2) / sum(p) OVER () AS above
       FROM scores)
     SELECT sum(p)::BIGINT AS positives, sum(q)::BIGINT AS negatives, fsum(p * below) / sum(p) AS auc, fsum(p * below * below) AS v10, fsum(q * above * above) AS v01 FROM placed`,
    [positive.label],
  );
  if (row === undefined) return undefined;
  const { positives, negatives, auc, v10, v01 } = row;
  return aucOf({ positives, negatives, auc, positiveSquares: v10, negativeSquares: v01 });
}
