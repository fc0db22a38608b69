import { MlxError } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { shortJson } from "../../../core/schema-problems.js";
import { binaryClasses, sortedClasses } from "../../../stats/scoring/class-order.js";
import {
  binaryCases,
  labelCases,
  multiclassCases,
  numberCases,
  type ScoringColumns,
} from "../../../stats/scoring/encode-cases.js";
import { type GuessedTask, taskOf } from "../../../stats/scoring/task-of.js";
import type { ScoringCases } from "../../../stats/scoring/types.js";
import type { App } from "../../app.js";
import { otherColumns } from "./other-model.js";
import { completeRows, scoringColumns } from "./score-columns.js";
import type { ScoreSpec } from "./score-spec.js";
import { readScoreTable, type ScoreTable } from "./score-table.js";

/** A file of predictions, read and checked. */
export interface Predictions {
  /** How messages name it. */
  readonly file: string;
  readonly cases: ScoringCases;
  /** By what the task was told; absent where it was given. */
  readonly because?: string;
  /** The second model, over the same cases. */
  readonly other?: ScoringCases;
  /** Values of each slice, a case each; `(none)` where a row has none. */
  readonly slices: ReadonlyMap<string, readonly string[]>;
  /** Rows left out since they lack values. */
  readonly skipped: number;
}

/** @throws {MlxError} `MLX_SCORE_FILE`, `MLX_SCORE_COLUMN`, `MLX_SCORE_DATA`, `MLX_SCORE_TASK`, exit 2. */
export async function readPredictions(app: App, spec: ScoreSpec): Promise<Predictions> {
  if (spec.prediction === undefined && spec.scores.length === 0) {
    throw new MlxError("MLX_USAGE", "nothing says what was predicted", {
      hint: "name a column with --prediction or --score",
      exitCode: 2,
    });
  }
  const table = await readScoreTable(app, spec.file, wantedColumns(spec));
  const { task, because } = taskFor(spec, table);
  if (task === "regression" && spec.prediction === undefined) {
    throw taskError("a regression is scored by its predictions", "name their column with --prediction");
  }
  if (spec.scores.length > 0 && (task === "regression" || task === "multilabel")) {
    throw taskError(
      `--score ${spec.scores[0]?.column}: a ${task} task has no probabilities`,
      "leave --score out",
    );
  }
  const needed = neededColumns(spec, task === "multilabel");
  const rows = completeRows(table, needed, spec.skipMissing);
  const columns = scoringColumns(table, rows, spec, task);
  const other = spec.other && (await otherColumns(app, spec, spec.other, { table, rows, columns, task }));
  const encode = encoder(spec, task, [columns, ...(other ? [other] : [])]);
  const slices = spec.slices.map((name) => {
    const cells = table.column(name);
    return [name, rows.map((row) => cells[row] || "(none)")] as const;
  });
  return {
    ...{ file: table.file, cases: encode(columns), slices: new Map(slices) },
    ...(because !== undefined && { because }),
    ...(other && { other: encode(other) }),
    skipped: table.rows - rows.length,
  };
}

function wantedColumns(spec: ScoreSpec): (readonly [option: string, column: string])[] {
  const { truth, prediction, scores, slices, cluster, other } = spec;
  return [
    ["--truth", truth],
    ...(prediction === undefined ? [] : [["--prediction", prediction] as const]),
    ...scores.map(({ column }) => ["--score", column] as const),
    ...slices.map((name) => ["--slice", name] as const),
    ...(cluster === undefined ? [] : [["--cluster", cluster] as const]),
    ...(other?.kind === "column" ? [["--compare", other.column] as const] : []),
    ...(other?.kind === "file" ? [["--id", other.id] as const] : []),
  ];
}

/** An empty cell of labels is a case without labels. */
function neededColumns(spec: ScoreSpec, areSets: boolean): string[] {
  const { truth, prediction, scores, slices, other } = spec;
  const sets = new Set(
    areSets ? [truth, prediction, other?.kind === "column" ? other.column : undefined] : [],
  );
  const all = wantedColumns(spec).map(([, name]) => name);
  const valued = new Set([truth, prediction, ...scores.map(({ column }) => column)]);
  return [...new Set(all)].filter((name) => !sets.has(name) && (!slices.includes(name) || valued.has(name)));
}

function taskFor(spec: ScoreSpec, table: ScoreTable): { task: GuessedTask["task"]; because?: string } {
  if (spec.task !== undefined) return { task: spec.task };
  const filled = (name: string) => table.column(name).filter((cell) => cell !== "");
  const prediction = spec.prediction === undefined ? undefined : filled(spec.prediction);
  return taskOf(filled(spec.truth), prediction, spec.scores.length);
}

/** Makes cases of columns: both models' classes are the same. */
function encoder(
  { positive, threshold, scores }: ScoreSpec,
  task: ScoringCases["task"],
  models: readonly ScoringColumns[],
): (columns: ScoringColumns) => ScoringCases {
  if (task === "regression") return numberCases;
  if (task === "multilabel") return labelCases;
  const named = scores.flatMap(({ name }) => name ?? []);
  const classes = sortedClasses([
    ...models.flatMap(({ truth, prediction = [] }) => [...truth, ...prediction]),
    ...named,
  ]);
  if (positive !== undefined && task === "binary" && classes.length > 1 && !classes.includes(positive)) {
    throw taskError(
      `--positive ${positive}: no case is or was predicted ${positive}`,
      `the classes are ${classes.slice(0, 12).join(", ")}`,
    );
  }
  if (task === "multiclass") {
    requireScores(classes, scores);
    return multiclassCases;
  }
  const all = positive === undefined ? classes : sortedClasses([...classes, positive]);
  if (all.length > 2) {
    throw taskError(
      `a binary task has two classes, and these are ${countOf(all.length, "class", "classes")}: ${all.slice(0, 12).join(", ")}`,
      "score it with --task multiclass",
    );
  }
  return (columns) => binaryCases(columns, binaryClasses(all, positive), threshold);
}

function requireScores(classes: readonly string[], scores: ScoreSpec["scores"]): void {
  if (scores.length === 0) return;
  const [first] = scores;
  if (scores.some(({ name }) => name === undefined)) {
    throw taskError(
      `--score ${first?.column}: with several classes each has a column of its own`,
      `write --score CLASS=COLUMN for each of ${classes.slice(0, 12).join(", ")}`,
    );
  }
  const missing = classes.filter((klass) => !scores.some(({ name }) => name === klass));
  if (missing.length > 0) {
    const list = missing.slice(0, 12).map((name) => shortJson(name));
    throw taskError(
      `no column of scores for ${list.join(", ")}`,
      `add --score ${missing[0]}=COLUMN, or leave all of --score out`,
    );
  }
}

function taskError(message: string, hint: string): MlxError {
  return new MlxError("MLX_SCORE_TASK", message, { hint, exitCode: 2 });
}
