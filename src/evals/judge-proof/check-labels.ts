import type { Problem, SourceLocation } from "../../core/errors.js";
import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import { cellText } from "../data/cell.js";
import type { TableRow } from "../data/table-row.js";
import { type LabelScale, scaleText, usualScale } from "./label-scale.js";
import { categoryOf, isPassWord, isWholeNumber, labelHint } from "./label-words.js";
import { outputDigest } from "./output-digest.js";
import type { PersonLabel } from "./person-label.js";

export interface CheckedLabels {
  readonly scale: LabelScale;
  readonly labels: readonly PersonLabel[];
  /** Rows whose label is still to be given. */
  readonly empty: number;
  /** Every mistake; with any, the labels are of no use. */
  readonly problems: readonly Problem[];
}

const digest = /^[0-9a-f]{16}$/;

/**
 * Makes labels of rows: `id` and `label`, and where there are such columns `prompt`, `provider`, `output` or `outputDigest`, `grader`.
 * @param wanted the scale; without it the labels tell: pass and fail in whatever words, else whole numbers from 1 to 5.
 */
export function checkLabels(rows: readonly TableRow[], file: string, wanted?: LabelScale): CheckedLabels {
  const problems: Problem[] = [...missingColumns(rows, file)];
  if (problems.length > 0) return { scale: wanted ?? "pass", labels: [], empty: 0, problems };
  const given = rows.flatMap((row) => {
    const text = cellText(row.values.get("label"))?.trim();
    return text === undefined || text === "" ? [] : [{ row, text }];
  });
  const scale = wanted ?? scaleOf(given.map(({ text }) => text));
  const labels = given.flatMap(({ row, text }) => {
    const refuse = (message: string) => {
      problems.push({ ...row.at, message });
    };
    return labelOf(row, text, scale, refuse) ?? [];
  });
  problems.push(...repeatedLabels(labels));
  return { scale, labels, empty: rows.length - given.length, problems: problems.sort(byPlace) };
}

function missingColumns(rows: readonly TableRow[], file: string): readonly Problem[] {
  const columns = new Set(rows.flatMap(({ values }) => [...values.keys()]));
  const at = { file, line: 1, column: 1 };
  if (rows.length === 0) return [{ ...at, message: "there are no rows in this file" }];
  return ["id", "label"].flatMap((name) => {
    if (columns.has(name)) return [];
    const near = closest(name, columns);
    const found = [...columns].slice(0, 12).map((column) => shortJson(column));
    const hint = near === undefined ? `it has ${found.join(", ")}` : `did you mean ${shortJson(near)}?`;
    return [{ ...at, message: `no row has ${shortJson(name)}; ${hint}` }];
  });
}

/** Numbers beyond 0 and 1 are a scale, unless words are the most. */
function scaleOf(texts: readonly string[]): LabelScale {
  const words = texts.filter((text) => isPassWord(text) && !isWholeNumber(text)).length;
  const numbers = texts.filter((text) => isWholeNumber(text) && !isPassWord(text)).length;
  return numbers > words ? usualScale : "pass";
}

function labelOf(
  { values, at }: TableRow,
  text: string,
  scale: LabelScale,
  refuse: (message: string) => void,
): PersonLabel | undefined {
  const cell = (name: string) => cellText(values.get(name))?.trim() || undefined;
  const [id, prompt, provider, grader] = [cell("id"), cell("prompt"), cell("provider"), cell("grader")];
  const bound = boundTo(values, refuse);
  if (id === undefined) refuse('the row has no "id", so that nobody knows which answer is meant');
  const category = categoryOf(text, scale);
  if (category === undefined) refuse(`${shortJson(text)} is no label; ${hintOf(text, scale)}`);
  if (id === undefined || category === undefined || bound === false) return undefined;
  return {
    id,
    ...(prompt !== undefined && { prompt }),
    ...(provider !== undefined && { provider }),
    ...(bound !== undefined && { outputDigest: bound }),
    ...(grader !== undefined && { grader }),
    category,
    at,
  };
}

/** The digest of the answer that was labelled; false where it is wrong. */
function boundTo(values: TableRow["values"], refuse: (message: string) => void): string | undefined | false {
  const given = cellText(values.get("outputDigest"))?.trim();
  const output = values.get("output");
  const computed = output === undefined || output === null ? undefined : outputDigest(output);
  if (given === undefined || given === "") return computed;
  if (!digest.test(given)) refuse(`"outputDigest" must be 16 hexadecimal digits, found ${shortJson(given)}`);
  else if (computed !== undefined && computed !== given)
    refuse(`"output" and "outputDigest" do not fit together: the digest of this output is ${computed}`);
  else return given;
  return false;
}

function hintOf(text: string, scale: LabelScale): string {
  const other = isWholeNumber(text) && scale !== "pass" ? "; for other numbers: --scale LOW..HIGH" : "";
  return `${labelHint(text, scale)}${other}${isWholeNumber(text) && scale === "pass" ? `; for numbers: --scale ${scaleText(usualScale)}` : ""}`;
}

function repeatedLabels(labels: readonly PersonLabel[]): readonly Problem[] {
  const seen = new Map<string, SourceLocation>();
  return labels.flatMap(({ id, prompt, provider, outputDigest: bound, grader, at }) => {
    const key = JSON.stringify([id, prompt, provider, bound, grader]);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, at);
    return before === undefined
      ? []
      : [{ ...at, message: `the answer ${shortJson(id)} has a label on line ${before.line}, too; keep one` }];
  });
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
