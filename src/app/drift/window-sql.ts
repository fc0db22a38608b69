import { MlxError } from "../../core/errors.js";
import { namesHint } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import { parseWindowLength, type WindowLength } from "../../drift/window-length.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import { noValue } from "./redact-parts.js";

/** Rows of a source that belong together. */
export interface Part {
  readonly label: string;
  readonly until?: string;
  readonly rows: number;
  /** SQL that is true of them. */
  readonly condition: string;
}

/** `date=1mo` as typed. @throws {MlxError} `MLX_USAGE`, exit 2. */
export function readWindowOption(typed: string): { readonly column: string; readonly length: string } {
  const at = typed.lastIndexOf("=");
  const [column, length] = [typed.slice(0, at), typed.slice(at + 1)];
  if (at > 0 && parseWindowLength(length) !== undefined) return { column, length };
  throw new MlxError("MLX_USAGE", `--window ${typed}: expected COLUMN=LENGTH`, {
    hint: "write such as date=1mo; lengths are 30s, 15min, 6h, 1d, 1w, 1mo, 1q, 1y, or a number for a column of numbers",
    exitCode: 2,
  });
}

/** The windows that hold rows, in order. @throws {MlxError} `MLX_UNKNOWN_COLUMN`, `MLX_WINDOW_COLUMN`, exit 2. */
export async function windowsOf(source: TableSource, column: string, length: string): Promise<Part[]> {
  const found = requireColumn(source, column);
  const wanted = parseWindowLength(length);
  const isTime = found.type === "DATE" || found.type.startsWith("TIMESTAMP");
  const isNumber = /INT|DOUBLE|FLOAT|DECIMAL/.test(found.type);
  if (wanted?.kind === "time" && isTime) return timeWindows(source, column, wanted);
  if (wanted?.kind === "number" && isNumber) return numberWindows(source, column, wanted.width);
  const hint = isTime
    ? `give its length as a time, such as ${column}=1d`
    : isNumber
      ? `give its length as a number, such as ${column}=1`
      : "name a column of dates, times or numbers";
  throw new MlxError(
    "MLX_WINDOW_COLUMN",
    `${displayPath(column)} is of type ${found.type}: it cannot be cut into windows of ${length}`,
    {
      hint,
      exitCode: 2,
    },
  );
}

async function timeWindows(
  source: TableSource,
  column: string,
  { interval }: Extract<WindowLength, { kind: "time" }>,
): Promise<Part[]> {
  // The session is in UTC, so times with a zone become the time there.
  const time = `CAST(${quoteName(column)} AS TIMESTAMP)`;
  const bucket = `time_bucket(INTERVAL '${interval}', ${time})`;
  const rows = await source.query<{ start: string; stop: string; n: number }>(
    `SELECT CAST(start AS VARCHAR) AS start, CAST(start + INTERVAL '${interval}' AS VARCHAR) AS stop, n FROM (SELECT ${bucket} AS start, count(*) AS n FROM ${source.table} WHERE isfinite(${time}) GROUP BY 1) ORDER BY start`,
  );
  const short = rows.every(({ start, stop }) => isMidnight(start) && isMidnight(stop));
  const label = (text: string) => (short ? text.slice(0, -9) : text);
  return rows.map(({ start, stop, n }) => ({
    label: label(start),
    until: label(stop),
    rows: n,
    condition: `${time} >= TIMESTAMP '${start}' AND ${time} < TIMESTAMP '${stop}'`,
  }));
}

function isMidnight(text: string): boolean {
  return text.endsWith(" 00:00:00");
}

async function numberWindows(source: TableSource, column: string, width: number): Promise<Part[]> {
  const value = `CAST(${quoteName(column)} AS DOUBLE)`;
  const rows = await source.query<{ place: number; n: number }>(
    `SELECT CAST(floor(${value} / ${width}) AS BIGINT) AS place, count(*) AS n FROM ${source.table} WHERE isfinite(${value}) GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(({ place, n }) => {
    const [from, until] = [place * width, (place + 1) * width];
    const label = (edge: number) => String(Number(edge.toPrecision(12)));
    const condition = `floor(${value} / ${width}) = ${place}`;
    return { label: label(from), until: label(until), rows: n, condition };
  });
}

/** A value of a column for each part, the largest first; rows without one are a part too. @throws {MlxError} `MLX_UNKNOWN_COLUMN`. */
export async function segmentsOf(
  source: TableSource,
  column: string,
): Promise<(Part & { readonly value: string | null })[]> {
  requireColumn(source, column);
  const value = `CAST(${quoteName(column)} AS VARCHAR)`;
  const rows = await source.query<{ value: string | null; n: number }>(
    `SELECT ${value} AS value, count(*) AS n FROM ${source.table} GROUP BY 1 ORDER BY n DESC, value`,
  );
  return rows.map(({ value: each, n }) => ({
    label: each ?? noValue,
    value: each,
    rows: n,
    condition: segmentCondition(column, each),
  }));
}

/** SQL that is true of the rows of a segment. */
export function segmentCondition(column: string, value: string | null): string {
  const text = `CAST(${quoteName(column)} AS VARCHAR)`;
  return value === null ? `${text} IS NULL` : `${text} = '${value.replaceAll("'", "''")}'`;
}

function requireColumn(source: TableSource, name: string) {
  const found = source.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = source.columns.map((column) => column.name);
  throw new MlxError("MLX_UNKNOWN_COLUMN", `${displayPath(source.file)} has no column ${displayPath(name)}`, {
    hint: names.length === 0 ? "the file has no columns" : namesHint(name, names, "it has"),
    exitCode: 2,
  });
}
