import type { TableSource } from "../../duckdb/table-source.js";
import type { FileColumn } from "../../schemas/column-sql.js";
import {
  type ColumnFacts,
  type ColumnLook,
  columnFacts,
  distinctQuery,
  factCells,
  factsQuery,
} from "../../schemas/infer/column-facts.js";
import { fewRows, guessColumn, isCategorical, isUnique } from "../../schemas/infer/column-guess.js";
import { missingQuery } from "../../schemas/infer/missing-words.js";
import { fitsSomeType, mixedTypes, needlessFigures, triedTypes } from "../../schemas/infer/narrow-looks.js";
import type { InferredColumn, InferredTable } from "../../schemas/infer/schema-text.js";
import { sqlList, sqlName } from "../../schemas/sql-text.js";

/** Columns that one pass over the data looks at: each takes a dozen figures. */
const batchSize = 25;
/** The first rows rule out most types, so that all rows are held against few. */
const headRows = 10_000;

interface Looked {
  /** Whether the format knows texts alone. */
  readonly textual: boolean;
  readonly missing: readonly string[];
  readonly from: string;
}

/** Looks at columns for their types, first in some rows and then in all, and for what these make worth asking. */
export async function factsAbout(
  source: TableSource,
  columns: readonly FileColumn[],
  { textual, missing, from }: Looked,
): Promise<ColumnFacts[]> {
  const facts: ColumnFacts[] = [];
  for (let start = 0; start < columns.length; start += batchSize) {
    const batch = columns.slice(start, start + batchSize);
    const ask = async (looks: readonly ColumnLook[], of = from) => {
      if (looks.length === 0) return [];
      const [row = {}] = await source.query<Record<string, unknown>>(factsQuery(looks, textual, missing, of));
      return looks.map((_, at) => factCells(row, at));
    };
    const top = `(SELECT * FROM ${from} LIMIT ${headRows})`;
    const head = await ask(
      batch.map((column) => ({ column })),
      top,
    );
    const first = await ask(batch.map((column, at) => ({ column, tried: triedTypes(head[at] ?? {}) })));
    // What the first rows fit, and later ones do not.
    const again = batch.flatMap((column, at) =>
      fitsSomeType(head[at] ?? {}) && !fitsSomeType(first[at] ?? {}) ? [{ column, at }] : [],
    );
    const mixed = await ask(again.map(({ column, at }) => ({ column, tried: mixedTypes(head[at] ?? {}) })));
    for (const [index, { at }] of again.entries()) first[at] = { ...first[at], ...mixed[index] };
    const looks = batch.map((column, at) => ({ column, first: first[at] ?? {} }));
    const hints = await ask(looks, top);
    const second = await ask(
      looks.map((look, at) => ({ ...look, without: needlessFigures(head[at] ?? {}, hints[at] ?? {}) })),
    );
    for (const [at, column] of batch.entries()) {
      const cells = { ...first[at], ...second[at] };
      const sql = distinctQuery(column, cells, textual, missing, from);
      const [counted] = sql === undefined ? [] : await source.query<{ distinct: number }>(sql);
      facts.push(columnFacts(column.name, { ...cells, ...counted }));
    }
  }
  return facts;
}

/** Looks at every value of one file, or of several that are parts of one whole. @param sources one at least, in one database. */
export async function inferTable(sources: readonly TableSource[]): Promise<InferredTable> {
  const columns = columnsOf(sources);
  const textual = sources.every(({ format }) => format === "csv" || format === "tsv");
  const union = sources.map(({ table }) => `SELECT * FROM ${table}`).join(" UNION ALL BY NAME ");
  const from = sources.length === 1 ? (sources[0]?.table ?? "") : `(${union})`;
  const [first] = sources;
  const files = sources.map(({ file }) => file);
  if (first === undefined || columns.length === 0) return { files, rows: 0, columns: [], missing: [] };
  const lookAt = (missing: readonly string[]) => factsAbout(first, columns, { textual, missing, from });
  const words = await missingWordsOf(first, columns, from);
  const all = await lookAt(words.all);
  // A word means nothing where a column is numbers or dates but for it. Elsewhere it may be a name: NA is Namibia.
  const missing = words.all.filter((word) =>
    all.some(
      (facts) => words.of.get(facts.name)?.includes(word) === true && guessColumn(facts).type !== "text",
    ),
  );
  const facts = missing.length === words.all.length ? all : await lookAt(missing);
  const rows = facts[0]?.rows ?? 0;
  const inferred: InferredColumn[] = [];
  for (const each of facts) {
    const wanted = isCategorical(each, guessColumn(each));
    const categories = wanted ? await categoriesOf(first, each.name, missing, from) : [];
    const optional = sources.some(({ columns: own }) => !own.some(({ name }) => name === each.name));
    inferred.push({ facts: each, categories, optional });
  }
  const compositeKey = await compositeKeyOf(first, facts, from);
  return { files, rows, missing, columns: inferred, ...(compositeKey && { compositeKey }) };
}

/** Columns of all files in the order in which they come; one of several types is text. */
function columnsOf(sources: readonly TableSource[]): FileColumn[] {
  const types = new Map<string, string>();
  for (const { name, type } of sources.flatMap(({ columns }) => columns)) {
    types.set(name, types.has(name) && types.get(name) !== type ? "VARCHAR" : type);
  }
  return [...types].map(([name, type]) => ({ name, type }));
}

interface FoundWords {
  readonly all: readonly string[];
  readonly of: ReadonlyMap<string, readonly string[]>;
}

async function missingWordsOf(
  source: TableSource,
  columns: readonly FileColumn[],
  from: string,
): Promise<FoundWords> {
  const texts = columns.filter(({ type }) => type === "VARCHAR");
  const of = new Map<string, readonly string[]>();
  for (let start = 0; start < texts.length; start += 250) {
    const batch = texts.slice(start, start + 250);
    const [row] = await source.query<Record<string, unknown>>(missingQuery(batch, from));
    for (const [index, { name }] of batch.entries()) {
      const found = row?.[`w${index}`];
      if (typeof found === "string" && found !== "") of.set(name, found.split("|"));
    }
  }
  return { all: [...new Set([...of.values()].flat())].sort(), of };
}

export async function categoriesOf(
  source: TableSource,
  name: string,
  missing: readonly string[],
  from: string,
): Promise<[string, number][]> {
  const value = `CAST(${sqlName(name)} AS VARCHAR)`;
  const none = sqlList(["", ...missing]);
  const rows = await source.query<{ value: string; rows: number }>(
    `SELECT ${value} AS value, count(*) AS rows FROM ${from} WHERE ${value} IS NOT NULL AND ${value} NOT IN (${none}) GROUP BY ALL ORDER BY value`,
  );
  return rows.map(({ value: text, rows: count }) => [text, Number(count)]);
}

/** Most columns whose pairs are tried. */
const mostTried = 6;

/** Two columns that together come once, where none does: names of things and days alone are tried. */
async function compositeKeyOf(
  source: TableSource,
  facts: readonly ColumnFacts[],
  from: string,
): Promise<readonly string[] | undefined> {
  const rows = facts[0]?.rows ?? 0;
  if (rows < fewRows || facts.some((each) => isUnique(each, guessColumn(each)))) return undefined;
  const tried = facts
    .filter((each) => {
      const { type } = guessColumn(each);
      const isTime = type === "date" || type === "datetime";
      return each.nulls === 0 && (isTime || /(?:^|[_\W])(?:id|key|uuid|code)$/i.test(each.name));
    })
    .slice(0, mostTried);
  for (const [index, one] of tried.entries()) {
    for (const other of tried.slice(index + 1)) {
      if (one.distinct * other.distinct < rows) continue;
      const pair = [one.name, other.name];
      const [row] = await source.query<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT DISTINCT ${pair.map(sqlName).join(", ")} FROM ${from})`,
      );
      if (Number(row?.n ?? 0) === rows) return pair;
    }
  }
  return undefined;
}
