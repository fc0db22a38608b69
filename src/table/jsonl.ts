import type { Problem } from "../core/errors.js";
import { isDeeperThan } from "../core/json-depth.js";
import { shortJson } from "../core/schema-problems.js";
import type { TableRow } from "../evals/data/table-row.js";
import { jsonFault } from "../prompts/exchange/json-fault.js";
import type { Json } from "../prompts/types.js";
import type { TableFile } from "./read-rows.js";
import { rowsAtOnce, textPieces } from "./text-pieces.js";

/** Rows of a JSON Lines file: an object on each line; blank lines count for nothing. */
export async function* jsonLines(
  table: TableFile,
  report: (problem: Problem) => void,
): AsyncGenerator<readonly TableRow[]> {
  for await (const { text, line: first } of textPieces(table, report)) {
    let rows: TableRow[] = [];
    let line = first;
    for (let start = 0; start < text.length; line++) {
      const found = text.indexOf("\n", start);
      const end = found === -1 ? text.length : found;
      const row = parseLine(text.slice(start, end), table.file, line, report);
      if (row !== undefined) rows.push(row);
      start = end + 1;
      if (rows.length < rowsAtOnce) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  }
}

function parseLine(
  text: string,
  file: string,
  line: number,
  report: (problem: Problem) => void,
): TableRow | undefined {
  if (text.trim() === "") return undefined;
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    const { offset, wanted } = jsonFault(text);
    report({ file, line, column: offset + 1, message: `invalid JSON: expected ${wanted} here` });
    return undefined;
  }
  return objectRow(value, { file, line, column: 1 }, report);
}

const deepest = 100;

/** A value as a row, if it is an object. */
export function objectRow(
  value: unknown,
  at: TableRow["at"],
  report: (problem: Problem) => void,
): TableRow | undefined {
  const refuse = (message: string): undefined => {
    report({ file: at.file, line: at.line, column: at.column, message });
  };
  if (!isObject(value)) {
    return refuse(
      `a row is an object of columns and values, like {"question": "…"}; found ${shortJson(value)}`,
    );
  }
  if (isDeeperThan(value, deepest)) return refuse(`the row is nested more than ${deepest} levels deep`);
  return { values: new Map(Object.entries(value)), at };
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
