import type { TableSource } from "../../duckdb/table-source.js";
import type { FileColumn } from "../../schemas/column-sql.js";
import { type ColumnFacts, columnFacts } from "../../schemas/infer/column-facts.js";
import { fewRows, guessColumn, isCategorical, isUnique } from "../../schemas/infer/column-guess.js";
import { anyWordQuery, missingQuery, wordsIn } from "../../schemas/infer/missing-words.js";
import type { InferredColumn, InferredTable } from "../../schemas/infer/schema-text.js";
import { sqlName } from "../../schemas/sql-text.js";
import { categoriesOf } from "./categories-of.js";
import {
  type ColumnCells,
  columnsAtOnce,
  factsOf,
  headOf,
  headRows,
  type Looked,
  looksAt,
} from "./facts-about.js";
import { orKept } from "./or-kept.js";

/** Looks at every value of one file, or of several that are parts of one whole. @param sources one at least, in one database. */
export async function inferTable(sources: readonly TableSource[]): Promise<InferredTable> {
  const columns = columnsOf(sources);
  const textual = sources.every(({ format }) => format === "csv" || format === "tsv");
  const union = sources.map(({ table }) => `SELECT * FROM ${table}`).join(" UNION ALL BY NAME ");
  const from = sources.length === 1 ? (sources[0]?.table ?? "") : `(${union})`;
  const [first] = sources;
  const files = sources.map(({ file }) => file);
  if (first === undefined || columns.length === 0) return { files, rows: 0, columns: [], missing: [] };
  if (columns.length > columnsAtOnce) await keepAll(sources);
  const looked = { textual, missing: [], from };
  const { missing, found } = await orKept(sources, () => lookForWords(sources, first, columns, looked));
  await keepColumns(sources, found);
  const facts = await factsOf(first, found, { ...looked, missing });
  const rows = facts[0]?.rows ?? 0;
  const categorical = facts.filter((each) => isCategorical(each, guessColumn(each)));
  const names = categorical.map(({ name }) => name);
  const categories = await categoriesOf(first, names, missing, from);
  const own = sources.map((source) => new Set(source.columns.map(({ name }) => name)));
  const inferred = facts.map((each): InferredColumn => {
    const optional = own.some((known) => !known.has(each.name));
    return { facts: each, categories: categories.get(each.name) ?? [], optional };
  });
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

interface LookedThrough {
  readonly missing: readonly string[];
  readonly found: readonly ColumnCells[];
}

/**
 * Looks at all columns, with words that mean no value told from others: a word means nothing where a column is numbers or dates but for
 * it. Elsewhere it may be a name: NA is Namibia.
 */
async function lookForWords(
  sources: readonly TableSource[],
  first: TableSource,
  columns: readonly FileColumn[],
  looked: Looked,
): Promise<LookedThrough> {
  const lookAt = (missing: readonly string[]) => looksAt(first, columns, { ...looked, missing });
  const head = await missingWordsOf(first, columns, looked.from, headRows);
  let found = await lookAt(head.all);
  const wordy = found.filter(({ cells, column }) => mayHaveWords(columnFacts(column.name, cells)));
  await keepColumns(sources, found);
  const words = await missingWordsOf(
    first,
    wordy.map(({ column }) => column),
    looked.from,
  );
  const again = async (missing: readonly string[], before: readonly string[]) => {
    if (missing.join() === before.join()) return;
    await keepAll(sources);
    found = await lookAt(missing);
  };
  await again(words.all, head.all);
  const missing = words.all.filter((word) =>
    found.some(({ cells, column: { name } }) => {
      const isIn = words.of.get(name)?.includes(word) === true;
      return isIn && guessColumn(columnFacts(name, cells)).type !== "text";
    }),
  );
  await again(missing, words.all);
  return { missing, found };
}

/** Numbers, dates and the like that are all there leave no place for a word; NaN is one, and a number. */
function mayHaveWords(facts: ColumnFacts): boolean {
  const { type } = guessColumn(facts);
  return type === "text" || type === "any" || facts.nulls > 0 || facts.notFinite > 0;
}

async function keepAll(sources: readonly TableSource[]): Promise<void> {
  for (const source of sources) await source.keep();
}

/** Keeps what is to be looked at more than once: all but numbers with fractions that are all there. */
async function keepColumns(sources: readonly TableSource[], found: readonly ColumnCells[]): Promise<void> {
  const names = found.flatMap(({ column: { name }, cells }) => {
    const facts = columnFacts(name, cells);
    return mayHaveWords(facts) || guessColumn(facts).type !== "number" ? [name] : [];
  });
  for (const source of sources) {
    const own = new Set(source.columns.map(({ name }) => name));
    await source.keep(names.filter((name) => own.has(name)));
  }
}

interface FoundWords {
  readonly all: readonly string[];
  readonly of: ReadonlyMap<string, readonly string[]>;
}

async function missingWordsOf(
  source: TableSource,
  columns: readonly FileColumn[],
  from: string,
  rows?: number,
): Promise<FoundWords> {
  const texts = columns.filter(({ type }) => type === "VARCHAR");
  const found = new Map<string, readonly string[]>();
  for (let start = 0; start < texts.length; start += 250) {
    const tried = texts.slice(start, start + 250);
    const of = (some: readonly FileColumn[]) => (rows === undefined ? from : headOf(some, from, rows));
    const [any] = await source.query<Record<string, unknown>>(anyWordQuery(tried, of(tried)));
    const batch = tried.filter((_, at) => any?.[`w${at}`] === true);
    if (batch.length === 0) continue;
    const [row] = await source.query<Record<string, unknown>>(missingQuery(batch, of(batch)));
    for (const [index, { name }] of batch.entries()) {
      found.set(name, wordsIn(row?.[`w${index}`]));
    }
  }
  return { all: [...new Set([...found.values()].flat())].sort(), of: found };
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
      if (each.nulls > 0 || type === "number") return false;
      return isTime || /(?:^|[_\W])(?:id|key|uuid|code)$/i.test(each.name);
    })
    .slice(0, mostTried);
  for (const [index, one] of tried.entries()) {
    for (const other of tried.slice(index + 1)) {
      const pairs = one.distinct * other.distinct;
      // Times are not counted where there are many rows.
      if (pairs > 0 && pairs < rows) continue;
      const pair = [one.name, other.name];
      const [row] = await source.query<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT DISTINCT ${pair.map(sqlName).join(", ")} FROM ${from})`,
      );
      if (Number(row?.n ?? 0) === rows) return pair;
    }
  }
  return undefined;
}
