import { displayPath } from "../../core/visible-text.js";
import type { FilterClause, FilterField, FilterOperator, RunFilter } from "../query.js";
import { fieldOf, operatorsFor, typeOf } from "./fields.js";
import { type FilterSource, filterError } from "./filter-error.js";
import { type Token, tokenize } from "./tokens.js";

const mostClauses = 100;
/** Characters of a text; SQLite takes patterns of up to 50,000 bytes. */
const longestText = 10_000;
const operators: readonly FilterOperator[] = [
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "LIKE",
  "ILIKE",
  "IN",
  "NOT IN",
];
const date = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?$/;

/**
 * Reads the filter language of MLflow's `search_runs`: comparisons joined by AND, such as
 * `metrics.loss < 0.1 AND params.optimizer = 'adam'`. Beyond MLflow: a time may be a date (`'2024-05-01'`, which begins in
 * UTC) or a time of RFC 3339, all text attributes take IN, and there are experiment, commit, branch, dirty and kind.
 * @throws {MlxError} `MLX_INVALID_FILTER`, exit 2, with the column.
 */
export function parseFilter(text: string): RunFilter {
  const source: FilterSource = { what: "filter", text };
  const reader = new TokenReader(tokenize(source));
  if (reader.atEnd) return [];
  const clauses: FilterClause[] = [];
  for (;;) {
    clauses.push(clauseAt(source, reader));
    if (reader.atEnd) return clauses;
    const and = reader.take();
    if (!isWord(and, "AND")) throw noAnd(source, and);
    if (clauses.length === mostClauses) {
      throw filterError(source, and.start, `more than ${mostClauses} comparisons`);
    }
  }
}

class TokenReader {
  #place = 0;

  constructor(readonly tokens: readonly Token[]) {}

  get next(): Token {
    return this.tokens[this.#place] ?? { kind: "end", raw: "", start: 0 };
  }

  get atEnd(): boolean {
    return this.next.kind === "end";
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== "end") this.#place++;
    return token;
  }
}

function clauseAt(source: FilterSource, reader: TokenReader): FilterClause {
  const name = reader.take();
  if (name.kind !== "name") {
    const hint = name.raw === "(" ? "comparisons are joined by AND, without parentheses" : undefined;
    throw filterError(
      source,
      name.start,
      `expected a field such as metrics.loss, found ${shownAs(name)}`,
      hint,
    );
  }
  const field = fieldOf(source, name);
  const operator = operatorAt(source, reader, field);
  return { field, operator, value: valueAt(source, reader, field, operator) };
}

function operatorAt(source: FilterSource, reader: TokenReader, field: FilterField): FilterOperator {
  const first = reader.take();
  let word = first.raw.toUpperCase();
  if (word === "NOT" && isWord(reader.next, "IN")) word = `NOT ${reader.take().raw.toUpperCase()}`;
  const operator = operators.find((known) => known === word);
  const allowed = operatorsFor(field);
  if (operator !== undefined && allowed.includes(operator)) return operator;
  const hint = `${nameOf(field)} is compared by ${allowed.join(", ")}`;
  if (word === "==" || word === "<>") {
    throw filterError(source, first.start, `there is no ${word}`, `write ${word === "==" ? "=" : "!="}`);
  }
  if (word === "IS") throw filterError(source, first.start, "there is no IS NULL or IS NOT NULL", hint);
  const what = operator === undefined ? "expected a comparison" : "no comparison for this field";
  throw filterError(source, first.start, `${what}, found ${shownAs(first)}`, hint);
}

function valueAt(
  source: FilterSource,
  reader: TokenReader,
  field: FilterField,
  operator: FilterOperator,
): FilterClause["value"] {
  if (operator === "IN" || operator === "NOT IN") return listAt(source, reader);
  const type = typeOf(field);
  if (type === "text") return textAt(source, reader);
  const token = reader.take();
  if (token.kind === "number" && Number.isFinite(token.value)) return token.value;
  if (type === "time" && token.kind === "text") return timeOf(source, token.start, token.value);
  const expected = type === "time" ? "a time in epoch milliseconds or a date in quotes" : "a number";
  const isText = token.kind === "text" || token.kind === "name";
  const hint = isText && type === "number" ? "a metric is compared with a number without quotes" : undefined;
  throw filterError(source, token.start, `expected ${expected}, found ${shownAs(token)}`, hint);
}

function textAt(source: FilterSource, reader: TokenReader): string {
  const token = reader.take();
  if (token.kind !== "text") {
    const isValue = token.kind === "name" || token.kind === "number";
    const hint = isValue ? `put it in quotes: '${token.raw.replace(/^`|`$/g, "")}'` : undefined;
    throw filterError(source, token.start, `expected a text in quotes, found ${shownAs(token)}`, hint);
  }
  if (token.value.length > longestText) {
    throw filterError(source, token.start, `the text is longer than ${longestText} characters`);
  }
  return token.value;
}

function listAt(source: FilterSource, reader: TokenReader): readonly string[] {
  const open = reader.take();
  if (open.raw !== "(" || open.kind !== "symbol") {
    throw filterError(
      source,
      open.start,
      `expected a list in parentheses, found ${shownAs(open)}`,
      "such as ('a', 'b')",
    );
  }
  const texts: string[] = [];
  for (;;) {
    texts.push(textAt(source, reader));
    const token = reader.take();
    if (token.kind === "symbol" && token.raw === ")") return texts;
    if (token.kind !== "symbol" || token.raw !== ",") {
      throw filterError(source, token.start, `expected , or ), found ${shownAs(token)}`);
    }
  }
}

function timeOf(source: FilterSource, offset: number, text: string): number {
  const time = date.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const hint = "write epoch milliseconds, or '2024-05-01' or '2024-05-01T12:00:00Z'";
  throw filterError(source, offset, `${JSON.stringify(text)} is no time`, hint);
}

function noAnd(source: FilterSource, token: Token): Error {
  const hint = isWord(token, "OR")
    ? "there is no OR: comparisons are joined by AND; IN takes a list"
    : "comparisons are joined by AND";
  return filterError(source, token.start, `expected AND, found ${shownAs(token)}`, hint);
}

function isWord(token: Token, word: string): boolean {
  return token.kind === "name" && token.entity === undefined && token.raw.toUpperCase() === word;
}

function shownAs(token: Token): string {
  if (token.kind === "end") return "the end";
  return displayPath(token.raw.length > 40 ? `${token.raw.slice(0, 39)}…` : token.raw);
}

function nameOf({ entity, key }: FilterField): string {
  const nouns = { metric: "a metric", param: "a parameter", tag: "a tag", dataset: "a data set's text" };
  return entity === "attribute" ? key : nouns[entity];
}
