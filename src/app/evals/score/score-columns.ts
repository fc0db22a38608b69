import type { Problem } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { shortJson } from "../../../core/schema-problems.js";
import type { ScoringColumns } from "../../../stats/scoring/encode-cases.js";
import type { ScoringTask } from "../../../stats/scoring/types.js";
import { invalidScores } from "./score-problems.js";
import type { ScoreTable } from "./score-table.js";

/** A model's columns in a table. */
export interface ModelColumns {
  readonly truth: string;
  readonly prediction?: string;
  readonly scores: readonly { readonly name?: string; readonly column: string }[];
  readonly cluster?: string;
}

/** Probabilities that are written with few decimals may miss 1 by this. */
const sumTolerance = 0.01;

/** Rows of a table in which all that is needed is there. @throws {MlxError} `MLX_SCORE_DATA`, exit 2, unless they may be skipped. */
export function completeRows(
  table: ScoreTable,
  needed: readonly string[],
  skipMissing: boolean,
): readonly number[] {
  const columns = needed.map((name) => ({ name, cells: table.column(name) }));
  const problems: Problem[] = [];
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const missing = columns.filter(({ cells }) => cells[row] === "").map(({ name }) => shortJson(name));
    if (missing.length === 0) rows.push(row);
    else problems.push({ ...placeOf(table, row), message: `the row has no ${missing.join(" and no ")}` });
  }
  if (problems.length > 0 && !skipMissing) {
    const what = `lacks values in ${problems.length} of ${countOf(table.rows, "row")}`;
    throw invalidScores(table.file, problems, what, "--skip-missing leaves these rows out");
  }
  if (rows.length === 0) throw invalidScores(table.file, problems, "has no row with all values");
  return rows;
}

/**
 * A model's columns, each value checked.
 * @throws {MlxError} `MLX_SCORE_DATA`, exit 2, with every row whose value is no number, NaN, or no probability.
 */
export function scoringColumns(
  table: ScoreTable,
  rows: readonly number[],
  columns: ModelColumns,
  task: ScoringTask,
): ScoringColumns {
  const problems: Problem[] = [];
  const cells = (name: string) => {
    const column = table.column(name);
    return rows.map((row) => column[row] ?? "");
  };
  const report = (place: number, message: string): void => {
    problems.push({ ...placeOf(table, rows[place] ?? 0), message });
  };
  const truth = cells(columns.truth);
  const prediction = columns.prediction === undefined ? undefined : cells(columns.prediction);
  if (task === "regression") {
    checkNumbers(columns.truth, truth, report);
    if (prediction && columns.prediction !== undefined) checkNumbers(columns.prediction, prediction, report);
  }
  const scores = columns.scores.map(({ name, column }) => ({
    ...(name !== undefined && { name }),
    values: probabilities(column, cells(column), report),
  }));
  if (scores.length > 1 && problems.length === 0)
    checkSums(
      scores.map(({ values }) => values),
      report,
    );
  if (problems.length > 0) {
    problems.sort((a, b) => a.line - b.line);
    throw invalidScores(table.file, problems, "holds values that cannot be scored");
  }
  return {
    truth,
    ...(prediction && { prediction }),
    ...(scores.length > 0 && { scores }),
    ...(columns.cluster !== undefined && { clusters: cells(columns.cluster) }),
  };
}

type Report = (place: number, message: string) => void;

function checkNumbers(column: string, cells: readonly string[], report: Report): void {
  for (const [place, cell] of cells.entries()) {
    if (cell === "" || !Number.isFinite(Number(cell)))
      report(place, `${shortJson(column)} is ${cell}, which is no number`);
  }
}

function probabilities(column: string, cells: readonly string[], report: Report): Float64Array {
  return Float64Array.from(cells, (cell, place) => {
    const value = cell === "" ? Number.NaN : Number(cell);
    if (Number.isNaN(value)) report(place, `${shortJson(column)} is ${cell}, which is no number`);
    else if (value < 0 || value > 1)
      report(place, `${shortJson(column)} is ${cell}, and a probability lies between 0 and 1`);
    return value;
  });
}

function checkSums(columns: readonly Float64Array[], report: Report): void {
  const n = columns[0]?.length ?? 0;
  for (let place = 0; place < n; place++) {
    const sum = columns.reduce((total, column) => total + (column[place] ?? 0), 0);
    if (Math.abs(sum - 1) > sumTolerance)
      report(place, `its probabilities add up to ${Number(sum.toPrecision(4))}, not to 1`);
  }
}

/** Where a row begins. */
export function placeOf(table: ScoreTable, row: number): Omit<Problem, "message"> {
  return { file: table.file, line: table.lines[row] ?? 1, column: 1 };
}
