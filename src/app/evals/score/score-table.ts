import { realpathSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { MlxError, type Problem } from "../../../core/errors.js";
import { shortJson } from "../../../core/schema-problems.js";
import { namesHint } from "../../../core/suggest.js";
import { displayPath } from "../../../core/visible-text.js";
import { hashFiles } from "../../../files/hash-files.js";
import type { Json } from "../../../prompts/types.js";
import { isTableName, readRows, tableEndings } from "../../../table/read-rows.js";
import type { App } from "../../app.js";
import { trackedFile } from "../native/tracked-file.js";
import { invalidScores } from "./score-problems.js";

/** Columns of a file, as texts: empty where a row has no value. */
export interface ScoreTable {
  /** How messages name it. */
  readonly file: string;
  readonly rows: number;
  /** The line of each row; of Parquet its number. */
  readonly lines: readonly number[];
  column(name: string): readonly string[];
}

/**
 * Reads some columns of a file of rows.
 * @param typed its path, or that of its pointer. @param wanted the columns, with the option that names each.
 * @throws {MlxError} `MLX_SCORE_FILE`, `MLX_SCORE_COLUMN`, `MLX_SCORE_DATA`, exit 2; `MLX_IO`, `MLX_PERMISSION`.
 */
export async function readScoreTable(
  app: App,
  typed: string,
  wanted: readonly (readonly [option: string, column: string])[],
): Promise<ScoreTable> {
  const file = typed.replace(/\.mlx$/, "");
  const path = resolve(app.cwd, file);
  requireFile(path, file);
  await warnOfChange(app, path, file);
  const columns = new Map<string, string[]>(wanted.map(([, name]) => [name, []]));
  const known = new Set<string>();
  const lines: number[] = [];
  const problems: Problem[] = [];
  for await (const rows of readRows({ path, file }, (problem) => problems.push(problem))) {
    for (const { values, at } of rows) {
      for (const name of values.keys()) known.add(name);
      for (const [name, cells] of columns) cells.push(textOf(values.get(name)));
      lines.push(at.line);
    }
  }
  if (problems.length > 0) throw invalidScores(file, problems, "has rows that cannot be read");
  if (lines.length === 0) {
    throw new MlxError("MLX_SCORE_FILE", `there are no rows in ${displayPath(file)}`, { exitCode: 2 });
  }
  for (const [option, name] of wanted) requireColumn(file, option, name, known);
  return { file, rows: lines.length, lines, column: (name) => columns.get(name) ?? [] };
}

function requireFile(path: string, file: string): void {
  const refuse = (message: string, hint: string) =>
    new MlxError("MLX_SCORE_FILE", message, { hint, exitCode: 2 });
  const shown = displayPath(file);
  if (!isTableName(file)) {
    throw refuse(`${shown} is no file of rows`, `the name must end in ${tableEndings.join(", ")}`);
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return;
  if (stats) throw refuse(`${shown} is a folder`, "name a file of rows");
  if (statSync(`${path}.mlx`, { throwIfNoEntry: false })?.isFile()) {
    throw refuse(`${shown} is tracked, but not checked out`, `run: mlx data pull ${shown}`);
  }
  throw refuse(`there is no file ${shown}`, "paths are relative to the folder that mlx was started in");
}

function requireColumn(file: string, option: string, name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return;
  const all = [...known];
  throw new MlxError("MLX_SCORE_COLUMN", `${option}: ${displayPath(file)} has no column ${shortJson(name)}`, {
    hint: all.length === 0 ? "it has no columns" : namesHint(name, all, "it has"),
    exitCode: 2,
  });
}

/** What is scored is the file as it is; that it is not what its pointer says is worth knowing. */
async function warnOfChange(app: App, path: string, file: string): Promise<void> {
  let root: string;
  try {
    root = realpathSync((await app.workspace()).root);
  } catch (error) {
    if (error instanceof MlxError) return;
    throw error;
  }
  const way = relative(root, realpathSync(path));
  if (way.startsWith("..")) return;
  const tracked = await trackedFile(app, root, way.split(sep).join("/"));
  if (tracked?.sha256 === undefined) return;
  const [read] = await hashFiles([path]);
  if (read?.ok !== true || read.sha256 === tracked.sha256) return;
  app.ui.warn(
    `${displayPath(file)} is not what ${displayPath(tracked.pointer)} says: it was changed`,
    `keep the change with mlx data add ${displayPath(file)}`,
  );
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value.trim();
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
