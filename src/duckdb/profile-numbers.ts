import type { DuckDBDataChunk } from "@duckdb/node-api";
import { ColumnFigures, type Ends } from "../drift/column-figures.js";
import { type FiniteFigures, NumericScan } from "../drift/numeric-scan.js";
import type { NumericProfile, Redaction } from "../drift/profile.js";
import { redactedKnots, redactNumeric } from "../drift/redact-numeric.js";
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

/** Numbers that are held in memory at once, 8 bytes each, or those of one column. */
const heldNumbers = 6_000_000;
/** Longer columns are sorted by the engine, which can do so on disk. */
const sortedHere = 12_000_000;

/** Profiles columns of numbers of one table; in the order given. */
export async function profileNumbers(
  engine: Engine,
  table: string,
  columns: readonly NumbersToProfile[],
): Promise<NumericProfile[]> {
  if (columns.length === 0) return [];
  const counted = await engine.columns(
    `SELECT count(*), ${columns.map(({ value }) => `count(${value})`).join(", ")} FROM ${table}`,
  );
  const [rows = 0, ...present] = counted.map(([count]) => Number(count));
  if (rows > sortedHere) return profileLong(engine, table, columns);
  const atOnce = Math.max(1, Math.min(100, Math.floor(heldNumbers / Math.max(1, rows))));
  const held = columns.slice(0, atOnce).map(() => new Float64Array(rows));
  const figures = new ColumnFigures();
  const profiles: NumericProfile[] = [];
  for (const group of groupsOf(columns, atOnce)) {
    const isWhole = (at: number) => present[profiles.length + at] === rows;
    const expressions = group.map(({ value }, at) => (isWhole(at) ? value : nanForNull(value)));
    const read = await readNumbers(engine, table, expressions, held);
    for (const [at, column] of group.entries()) {
      const numbers = read[at];
      if (numbers === undefined) throw new RangeError("a column is missing");
      const facts = numbers.facts(rows, present[profiles.length] ?? 0);
      profiles.push(
        await profileOf(column, facts, async (knots) => figures.of(numbers.values, numbers, knots)),
      );
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
    const { largest: _, ...counts } = of;
    profiles.push(await profileOf(column, counts, (knots) => scanSorted(engine, table, column, of, knots)));
  }
  return profiles;
}

type Scan = (knots: readonly number[] | undefined) => Promise<FiniteFigures>;

async function profileOf(
  column: NumbersToProfile,
  { finite, ...counts }: FiniteCounts,
  scan: Scan,
): Promise<NumericProfile> {
  const figures = await scan(column.knots);
  const profile: NumericProfile = { kind: column.kind, ...counts, ...figures };
  if (column.redact === undefined) return profile;
  if (column.knots !== undefined) return redactNumeric(profile);
  return redactNumeric({ ...profile, ...(await scan(redactedKnots(profile, finite))) });
}

/** What a chunk holds where there is null is anything, and to ask it where that is takes long. */
function nanForNull(value: string): string {
  return `coalesce(${value}, 'nan'::DOUBLE)`;
}

/** @param held room for the values of each column. */
async function readNumbers(
  engine: Engine,
  table: string,
  expressions: readonly string[],
  held: readonly Float64Array[],
): Promise<FiniteNumbers[]> {
  const read = expressions.map((_, at) => new FiniteNumbers(held[at] ?? new Float64Array(0)));
  for await (const chunk of chunksOf(engine, `SELECT ${expressions.join(", ")} FROM ${table}`)) {
    // Asking a chunk for its length is a call into the engine.
    const { rowCount } = chunk;
    for (const [at, column] of read.entries()) column.add(doublesOf(chunk, at), rowCount);
  }
  return read;
}

type FiniteCounts = Omit<NumericFacts, "largest">;

/** Takes the finite values out of a column, in the order of the rows, and counts the others. */
class FiniteNumbers implements Ends {
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  zeros = 0;
  #finite = 0;
  #nan = 0;
  #positive = 0;
  #negative = 0;

  constructor(private readonly held: Float64Array) {}

  add(numbers: Float64Array, length: number): void {
    const { held } = this;
    let { min, max } = this;
    let [finite, zeros] = [this.#finite, 0];
    for (let row = 0; row < length; row++) {
      // Adding zero makes minus zero zero.
      const number = (numbers[row] ?? Number.NaN) + 0;
      if (Number.isFinite(number)) {
        held[finite++] = number;
        if (number < min) min = number;
        if (number > max) max = number;
        if (number === 0) zeros++;
      } else if (number > 0) this.#positive++;
      else if (number < 0) this.#negative++;
      else this.#nan++;
    }
    this.#finite = finite;
    this.zeros += zeros;
    this.min = min;
    this.max = max;
  }

  get values(): Float64Array {
    return this.held.subarray(0, this.#finite);
  }

  /** @param present rows that have a value: the others are NaN here. */
  facts(rows: number, present: number): FiniteCounts {
    return {
      rows,
      nulls: rows - present,
      nan: this.#nan - (rows - present),
      positiveInfinity: this.#positive,
      negativeInfinity: this.#negative,
      finite: this.#finite,
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
