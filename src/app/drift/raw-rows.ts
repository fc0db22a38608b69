import type { RawColumn } from "../../drift/encode-rows.js";
import type { DriftMonitor, MonitorColumn, Thresholds } from "../../drift/monitor.js";
import { type MultivariateTest, multivariateTests } from "../../drift/multivariate-tests.js";
import type { DataProfile } from "../../drift/profile.js";
import { rawEmbeddingTests, rawNumericTests } from "../../drift/raw-tests.js";
import type { DriftTest } from "../../drift/verdict.js";
import { columnValue } from "../../duckdb/column-values.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";

/** Rows of either side whose values are compared, spread evenly over the data. */
const mostRows = 10_000;
/** Columns that are compared together: the classifier's work grows with their square. */
const mostTogether = 200;

export interface RawTests {
  /** By column, those that profiles cannot make. */
  readonly columns: ReadonlyMap<string, readonly DriftTest[]>;
  readonly multivariate: readonly MultivariateTest[];
}

/** Compares values with the values of the baseline's data. Nothing of them is kept. */
export async function compareRaw(
  source: TableSource,
  raw: TableSource,
  monitor: DriftMonitor,
  baseline: DataProfile,
): Promise<RawTests> {
  const known = new Set(baseline.columns.map(({ name }) => name));
  const both = (name: string) =>
    [source, raw].every(({ columns }) => columns.some((each) => each.name === name));
  const looked = monitor.columns.filter(({ name, ignored }) => !ignored && known.has(name) && both(name));
  const columns = new Map<string, readonly DriftTest[]>();
  const together: RawColumn[] = [];
  for (const column of looked) {
    const thresholds = { ...monitor.thresholds, ...column.thresholds };
    const isTogether =
      column.role !== "timestamp" && column.role !== "segment" && together.length < mostTogether;
    if (column.kind === "embedding")
      columns.set(column.name, await vectorTests(source, raw, column, thresholds));
    else if (column.kind === "numeric") {
      const [before, now] = [await numbersOf(raw, column), await numbersOf(source, column)];
      columns.set(column.name, rawNumericTests(before, now, thresholds));
      if (isTogether) together.push({ kind: "numeric", before: finite(before), now: finite(now) });
    } else if (isTogether && (column.kind === "categorical" || column.kind === "boolean")) {
      together.push({
        kind: "categorical",
        before: await textsOf(raw, column),
        now: await textsOf(source, column),
      });
    }
  }
  return { columns, multivariate: together.length === 0 ? [] : multivariateTests(together) };
}

/** A value for each row, NaN where there is none. */
async function numbersOf(source: TableSource, column: MonitorColumn): Promise<number[]> {
  const rows = await evenly<{ v: number | string | null }>(source, column);
  return rows.map(({ v }) => (v === null ? Number.NaN : Number(v)));
}

function finite(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}

async function textsOf(source: TableSource, column: MonitorColumn): Promise<(string | null)[]> {
  return (await evenly<{ v: string | null }>(source, column)).map(({ v }) => v);
}

async function evenly<T extends object>(source: TableSource, { name, kind }: MonitorColumn): Promise<T[]> {
  const type = source.columns.find((each) => each.name === name)?.type ?? "VARCHAR";
  const step = Math.max(1, Math.ceil((await source.rows()) / mostRows));
  return source.query<T>(
    `SELECT ${columnValue(name, type, kind)} AS v FROM ${source.table} WHERE (${source.rowNumber}) % ${step} = 0 ORDER BY ${source.rowNumber}`,
  );
}

async function vectorTests(
  source: TableSource,
  raw: TableSource,
  { name }: MonitorColumn,
  thresholds: Thresholds,
): Promise<readonly DriftTest[]> {
  const [before, now] = [await vectorsOf(raw, name), await vectorsOf(source, name)];
  const length = before[0]?.length ?? 0;
  const fits = (rows: readonly (readonly number[])[]) =>
    rows.every((row) => row.length === length && row.every(Number.isFinite));
  return length > 0 && fits(before) && fits(now) ? rawEmbeddingTests(before, now, thresholds) : [];
}

async function vectorsOf(source: TableSource, name: string): Promise<number[][]> {
  const vector = `try_cast(${quoteName(name)} AS DOUBLE[])`;
  const step = Math.max(1, Math.ceil((await source.rows()) / mostRows));
  const rows = await source.query<{ v: string }>(
    `SELECT CAST(to_json(${vector}) AS VARCHAR) AS v FROM ${source.table} WHERE (${source.rowNumber}) % ${step} = 0 AND ${vector} IS NOT NULL ORDER BY ${source.rowNumber}`,
  );
  return rows.map(({ v }): number[] => JSON.parse(v));
}
