import type { Problem } from "../core/errors.js";
import { shortJson } from "../core/schema-problems.js";
import type { TableRow } from "../evals/data/table-row.js";
import { lazyPlace } from "../evals/suite/lazy-place.js";
import { readSuiteYaml } from "../evals/suite/suite-yaml.js";
import { whyNotJson } from "../prompts/json-value.js";
import { objectRow } from "./jsonl.js";
import type { TableFile } from "./read-rows.js";
import { wholeText } from "./whole-text.js";

/** Rows of a YAML file: a list of mappings. */
export async function* yamlRows(
  table: TableFile,
  report: (problem: Problem) => void,
): AsyncGenerator<readonly TableRow[]> {
  const text = await wholeText(table, report);
  if (text === undefined || text.trim() === "") return;
  const yaml = await readSuiteYaml(text, table.file);
  if (yaml.problems.length > 0) {
    for (const problem of yaml.problems) report(problem);
    return;
  }
  const items = yaml.value;
  if (items === null) return;
  if (!Array.isArray(items)) {
    report({ ...yaml.locateValue([]), message: `expected a list of rows, found ${shortJson(items)}` });
    return;
  }
  const rows: TableRow[] = [];
  for (const [index, item] of items.entries()) {
    const reason = whyNotJson(item);
    const at = lazyPlace(table.file, () => yaml.locateValue([index]));
    if (reason !== undefined) report({ ...yaml.locateValue([index]), message: reason });
    else {
      const row = objectRow(item, at, report);
      if (row !== undefined) rows.push(row);
    }
  }
  if (rows.length > 0) yield rows;
}
