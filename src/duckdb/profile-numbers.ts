import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type FiniteFigures, NumericScan } from "../drift/numeric-scan.js";
import type { NumericProfile, Redaction } from "../drift/profile.js";
import { redactedKnots, redactNumeric } from "../drift/redact-numeric.js";
import { sortDoubles } from "../drift/sort-doubles.js";
import type { Engine } from "./engine.js";
import { type NumericFacts, numericFacts } from "./numeric-facts.js";

/** A column that is profiled by its numbers. */
export interface NumbersToProfile {
  readonly kind: NumericProfile["kind"];
  /** An expression of type DOUBLE. */
  readonly value: string;
  readonly redact?: Redaction;
  /** Where to count, rising; by default where its own values say. */
  readonly knots?: readonly number[];
}

/** Numbers that are held in memory at once, 8 bytes each. */
const heldNumbers = 6_000_000;
/** Longer columns are sorted by the engine, which can do so on disk. */
const sortedHere = 3_000_000;

/** Profiles columns of numbers of one table; in the order given. */
export async function profileNumbers(
  engine: Engine,
  table: string,
  columns: readonly NumbersToProfile[],
): Promise<NumericProfile[]> {
  const facts = await numericFacts(
    engine,
    table,
    columns.map(({ value }) => value),
  );
  const rows = facts[0]?.rows ?? 0;
  const atOnce =
    rows > sortedHere ? 1 : Math.max(1, Math.min(100, Math.floor(heldNumbers / Math.max(1, rows))));
  const profiles: NumericProfile[] = [];
  for (let from = 0; from < columns.length; from += atOnce) {
    const some = columns.slice(from, from + atOnce).flatMap((column, at) => {
      const of = facts[from + at];
      return of === undefined ? [] : [{ column, facts: of }];
    });
    const sorted = rows > sortedHere ? undefined : await sortHere(engine, table, some);
    for (const [at, { column, facts: of }] of some.entries()) {
      const scan = async (knots: readonly number[] | undefined) => {
        const values = sorted?.[at];
        return values === undefined
          ? scanSorted(engine, table, column, of, knots)
          : scanHere(values, of, knots);
      };
      profiles.push(await profileOf(column, of, scan));
    }
  }
  return profiles;
}

type Scan = (knots: readonly number[] | undefined) => Promise<FiniteFigures>;

async function profileOf(column: NumbersToProfile, facts: NumericFacts, scan: Scan): Promise<NumericProfile> {
  const { finite, largest: _, ...counts } = facts;
  const figures = await scan(column.knots);
  const profile: NumericProfile = { kind: column.kind, ...counts, ...figures };
  if (column.redact === undefined) return profile;
  if (column.knots !== undefined) return redactNumeric(profile);
  return redactNumeric({ ...profile, ...(await scan(redactedKnots(profile, finite))) });
}

function scanHere(
  values: Float64Array,
  { largest }: NumericFacts,
  knots: readonly number[] | undefined,
): FiniteFigures {
  const scan = new NumericScan({ count: values.length, largest, ...(knots !== undefined && { knots }) });
  scan.add(values);
  return scan.figures();
}

/** The finite values of each column, rising. */
async function sortHere(
  engine: Engine,
  table: string,
  columns: readonly { readonly column: NumbersToProfile; readonly facts: NumericFacts }[],
): Promise<Float64Array[]> {
  const held = columns.map(({ facts }) => ({ values: new Float64Array(facts.finite), length: 0 }));
  const expressions = columns.map(({ column }) => `coalesce(${column.value}, 'nan'::DOUBLE)`);
  for await (const chunk of chunksOf(engine, `SELECT ${expressions.join(", ")} FROM ${table}`)) {
    // Asking a chunk for its length is a call into the engine.
    const { rowCount } = chunk;
    for (const [at, column] of held.entries()) {
      const numbers = doublesOf(chunk, at);
      let { length } = column;
      for (let row = 0; row < rowCount; row++) {
        const number = numbers[row] ?? Number.NaN;
        if (Number.isFinite(number)) column.values[length++] = number;
      }
      column.length = length;
    }
  }
  return held.map(({ values }) => sortDoubles(values));
}

async function scanSorted(
  engine: Engine,
  table: string,
  { value }: NumbersToProfile,
  { finite, largest }: NumericFacts,
  knots: readonly number[] | undefined,
): Promise<FiniteFigures> {
  const scan = new NumericScan({ count: finite, largest, ...(knots !== undefined && { knots }) });
  const sorted = `SELECT v FROM (SELECT ${value} AS v FROM ${table}) WHERE isfinite(v) ORDER BY v`;
  for await (const chunk of chunksOf(engine, sorted)) scan.add(doublesOf(chunk, 0), chunk.rowCount);
  return scan.figures();
}

async function* chunksOf(engine: Engine, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await engine.stream(sql);
  for (;;) {
    const chunk = await engine.guarded(() => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

function doublesOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  if ("items" in vector && vector.items instanceof Float64Array) return vector.items;
  return Float64Array.from(chunk.getColumnValues(column), Number);
}
