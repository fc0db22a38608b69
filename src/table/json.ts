import type { Problem } from "../core/errors.js";
import { shortJson } from "../core/schema-problems.js";
import { afterSpace, jsonMembers } from "../evals/data/json-members.js";
import type { TableRow } from "../evals/data/table-row.js";
import { jsonFault } from "../prompts/exchange/json-fault.js";
import { textSource } from "../prompts/text-source.js";
import { objectRow } from "./jsonl.js";
import type { TableFile } from "./read-rows.js";
import { wholeText } from "./whole-text.js";

/** Rows of a JSON file: a list of objects. */
export async function* jsonRows(
  table: TableFile,
  report: (problem: Problem) => void,
): AsyncGenerator<readonly TableRow[]> {
  const text = await wholeText(table, report);
  if (text === undefined || text.trim() === "") return;
  const source = textSource(table.file, text);
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch {
    const { offset, wanted } = jsonFault(text);
    const lines = isJson(text.slice(0, text.indexOf("\n")))
      ? "each line is JSON of its own: call the file .jsonl"
      : `invalid JSON: expected ${wanted} here`;
    report({ ...source.locate(offset), message: lines });
    return;
  }
  if (!Array.isArray(items)) {
    report({ ...source.locate(0), message: `expected a list of rows, found ${shortJson(items)}` });
    return;
  }
  const rows: TableRow[] = [];
  let index = 0;
  for (const { start } of jsonMembers(text, afterSpace(text, 0))) {
    const row = objectRow(items[index], source.locate(start), report);
    if (row !== undefined) rows.push(row);
    index++;
  }
  if (rows.length > 0) yield rows;
}

function isJson(text: string): boolean {
  try {
    return text !== "" && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
