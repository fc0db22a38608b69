import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type FiniteFigures, NumericScan } from "../drift/numeric-scan.js";
import type { NumericProfile, Redaction } from "../drift/profile.js";
import { redactedKnots, redactNumeric } from "../drift/redact-numeric.js";
import { sortDoubles } from "../drift/sort-doubles.js";
import type { Engine } from "./engine.js";
import { groupsOf } from "./groups-of.js";
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

/** Numbers that are held in memory at once, 8 bytes each, beside those of one column more. */
const heldNumbers = 4_000_000;
/** Longer columns are sorted by the engine, which can do so on disk. */
const sortedHere = 12_000_000;

/** Profiles columns of numbers of one table; in the order given. */
export async function profileNumbers(
  engine: Engine,
  table: string,
  columns: readonly NumbersToProfile[],
): Promise<NumericProfile[]> {
  if (columns.length === 0) return [];
  const [[counted] = []] = await engine.columns(`SELECT count(*) FROM ${table}`);
  const rows = Number(counted);
  if (rows > sortedHere) return profileLong(engine, table, columns);
  const atOnce = Math.max(1, Math.min(100, Math.floor(heldNumbers / Math.max(1, rows))));
  const held = columns.slice(0, atOnce).map(() => new Float64Array(rows));
  const room = new Uint32Array(2 * rows);
  const profiles: NumericProfile[] = [];
  for (const group of groupsOf(columns, atOnce)) {
    const all = await readNumbers(engine, table, group, rows, held);
    for (const [at, column] of group.entries()) {
      const numbers = all[at];
      if (numbers === undefined) throw new RangeError("a column is missing");
      const values = sortDoubles(numbers.values, room);
      const largest = Math.max(Math.abs(values[0] ?? 0), Math.abs(values.at(-1) ?? 0));
      const facts = { ...numbers.facts, largest };
      profiles.push(await profileOf(column, facts, async (knots) => scanHere(values, facts, knots)));
    }
  }
  return profiles;
}

async function profileLong(
  engine: Engine,
  table: string,
  columns: readonly NumbersToProfile[],
): Promise<NumericProfile[]> {
  const facts = await numericFacts(
    engine,
    table,
    columns.map(({ value }) => value),
  );
  const profiles: NumericProfile[] = [];
  for (const [at, column] of columns.entries()) {
    const of = facts[at];
    if (of === undefined) throw new RangeError("a column is missing");
    profiles.push(await profileOf(column, of, (knots) => scanSorted(engine, table, column, of, knots)));
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

/** Numbers of a column, and how many rows hold none. */
interface HeldNumbers {
  /** Those that are finite, in the order of the rows. */
  readonly values: Float64Array;
  readonly facts: Omit<NumericFacts, "largest">;
}

/** @param held room for the values of each column. */
async function readNumbers(
  engine: Engine,
  table: string,
  columns: readonly NumbersToProfile[],
  rows: number,
  held: readonly Float64Array[],
): Promise<HeldNumbers[]> {
  // To a chunk null and NaN look alike, and to ask it which is which takes long.
  const counts = await engine.columns(
    `SELECT ${columns.map(({ value }) => `count(${value})`).join(", ")} FROM ${table}`,
  );
  const read = columns.map((_, at) => new FiniteNumbers(held[at] ?? new Float64Array(rows)));
  const expressions = columns.map(({ value }) => `coalesce(${value}, 'nan'::DOUBLE)`);
  for await (const chunk of chunksOf(engine, `SELECT ${expressions.join(", ")} FROM ${table}`)) {
    // Asking a chunk for its length is a call into the engine.
    const { rowCount } = chunk;
    for (const [at, column] of read.entries()) column.add(doublesOf(chunk, at), rowCount);
  }
  return read.map((column, at) => column.end(rows - Number(counts[at]?.[0] ?? 0), rows));
}

class FiniteNumbers {
  #finite = 0;
  #nan = 0;
  #positive = 0;
  #negative = 0;

  constructor(private readonly held: Float64Array) {}

  add(numbers: Float64Array, length: number): void {
    const { held } = this;
    let finite = this.#finite;
    for (let row = 0; row < length; row++) {
      const number = numbers[row] ?? Number.NaN;
      if (Number.isFinite(number)) held[finite++] = number;
      else if (number > 0) this.#positive++;
      else if (number < 0) this.#negative++;
      else this.#nan++;
    }
    this.#finite = finite;
  }

  end(nulls: number, rows: number): HeldNumbers {
    const [positiveInfinity, negativeInfinity, finite] = [this.#positive, this.#negative, this.#finite];
    const nan = this.#nan - nulls;
    return {
      values: this.held.subarray(0, finite),
      facts: { rows, nulls, nan, positiveInfinity, negativeInfinity, finite },
    };
  }
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
