import type { Problem } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { shortJson } from "../../../core/schema-problems.js";
import type { ScoringColumns } from "../../../stats/scoring/encode-cases.js";
import type { ScoringTask } from "../../../stats/scoring/types.js";
import type { App } from "../../app.js";
import { placeOf, scoringColumns } from "./score-columns.js";
import { invalidScores } from "./score-problems.js";
import type { ScoreSpec } from "./score-spec.js";
import { readScoreTable, type ScoreTable } from "./score-table.js";

/** The first model, as it was read. */
interface FirstModel {
  readonly table: ScoreTable;
  readonly rows: readonly number[];
  readonly columns: ScoringColumns;
  readonly task: ScoringTask;
}

/** The second model's columns for the same cases, with the truth of the first. */
export async function otherColumns(
  app: App,
  spec: ScoreSpec,
  other: NonNullable<ScoreSpec["other"]>,
  first: FirstModel,
): Promise<ScoringColumns> {
  const scored = first.task === "binary" || first.task === "multiclass" ? spec.scores : [];
  const { truth, clusters } = first.columns;
  const same = { truth, ...(clusters && { clusters }) };
  if (other.kind === "column") {
    const isScore = first.task === "binary" && scored.length > 0 && looksLikeScores(first, other.column);
    const columns = isScore
      ? { truth: spec.truth, scores: [{ column: other.column }] }
      : { truth: spec.truth, prediction: other.column, scores: [] };
    return { ...scoringColumns(first.table, first.rows, columns, first.task), ...same };
  }
  const table = await readScoreTable(app, other.file, [
    ["--id", other.id],
    ...(spec.prediction === undefined ? [] : [["--prediction", spec.prediction] as const]),
    ...scored.map(({ column }) => ["--score", column] as const),
  ]);
  const rows = pairedRows(first, table, other.id, [
    ...(spec.prediction === undefined || first.task === "multilabel" ? [] : [spec.prediction]),
    ...scored.map(({ column }) => column),
  ]);
  const columns = {
    // Any column will do: the truth is that of the first file.
    truth: spec.prediction ?? scored[0]?.column ?? other.id,
    ...(spec.prediction !== undefined && { prediction: spec.prediction }),
    scores: scored,
  };
  return { ...scoringColumns(table, rows, columns, first.task), ...same };
}

/** Whether a column holds numbers between 0 and 1 and is no column of the two classes. */
function looksLikeScores({ table, rows, columns }: FirstModel, name: string): boolean {
  const cells = table.column(name);
  const classes = new Set([...columns.truth, ...(columns.prediction ?? [])]);
  return (
    !rows.every((row) => classes.has(cells[row] ?? "")) &&
    rows.every((row) => Number.isFinite(Number(cells[row])))
  );
}

/** For each case of the first file its row in the second. */
function pairedRows(first: FirstModel, table: ScoreTable, id: string, needed: readonly string[]): number[] {
  const places = rowsById(table, id);
  const ids = first.table.column(id);
  const known = rowsById(first.table, id);
  const problems: Problem[] = [];
  const rows: number[] = [];
  for (const row of first.rows) {
    const found = places.get(ids[row] ?? "");
    if (found === undefined) {
      problems.push({
        ...placeOf(first.table, row),
        message: `the case ${shortJson(ids[row])} is not in ${table.file}`,
      });
    } else rows.push(found);
  }
  for (const [name, row] of places) {
    if (!known.has(name))
      problems.push({
        ...placeOf(table, row),
        message: `the case ${shortJson(name)} is not in ${first.table.file}`,
      });
  }
  if (problems.length > 0) {
    const what = `and ${table.file} do not hold the same cases: ${countOf(problems.length, "case")} of one alone`;
    throw invalidScores(
      first.table.file,
      problems,
      what,
      "two models are compared case by case: score both on the same holdout",
    );
  }
  const columns = needed.map((name) => ({ name, cells: table.column(name) }));
  for (const row of rows) {
    const missing = columns.filter(({ cells }) => cells[row] === "").map(({ name }) => shortJson(name));
    if (missing.length > 0)
      problems.push({ ...placeOf(table, row), message: `the row has no ${missing.join(" and no ")}` });
  }
  if (problems.length > 0) {
    throw invalidScores(
      table.file,
      problems,
      `lacks values in ${countOf(problems.length, "row")}`,
      "score both models on the same rows",
    );
  }
  return rows;
}

function rowsById(table: ScoreTable, column: string): ReadonlyMap<string, number> {
  const problems: Problem[] = [];
  const rows = new Map<string, number>();
  for (const [row, id] of table.column(column).entries()) {
    const before = rows.get(id);
    if (before === undefined) rows.set(id, row);
    else
      problems.push({
        ...placeOf(table, row),
        message: `the id ${shortJson(id)} is that of line ${table.lines[before]}, too`,
      });
  }
  if (problems.length > 0) throw invalidScores(table.file, problems, "has ids that repeat");
  return rows;
}
