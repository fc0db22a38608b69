import type { StreamAlarms } from "../../drift/performance.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import { Adwin } from "../../stats/drift/adwin.js";
import { Ddm } from "../../stats/drift/ddm.js";
import { PageHinkley } from "../../stats/drift/page-hinkley.js";
import type { PerformanceColumns } from "./measure-performance.js";

/** Rows that are taken from the engine at once. */
const pageSize = 100_000;
/** The latest that are looked at. */
const mostRows = 2_000_000;
const toldAlarms = 10;

interface Row {
  readonly at: string;
  readonly error: number;
}

/**
 * Goes through the errors of predictions in the order of time and tells where detectors have raised the alarm.
 * @returns undefined where there is no column of time.
 */
export async function errorAlarms(source: TableSource, columns: PerformanceColumns) {
  const { prediction, label, time } = columns;
  if (time === undefined || label === undefined) return undefined;
  const isNumber = prediction.kind === "numeric" && label.kind === "numeric";
  if (prediction.kind === "numeric" && !isNumber) return undefined;
  const [a, b, when] = [quoteName(prediction.name), quoteName(label.name), quoteName(time.name)];
  const error = isNumber
    ? `abs(try_cast(${a} AS DOUBLE) - try_cast(${b} AS DOUBLE))`
    : `CAST(CAST(${a} AS VARCHAR) <> CAST(${b} AS VARCHAR) AS DOUBLE)`;
  const rows = `SELECT ${when} AS moment, ${error} AS error, ${source.rowNumber} AS place FROM ${source.table}`;
  // Of a redacted time its place in the order is told.
  const told =
    time.redact === undefined
      ? "CAST(moment AS VARCHAR)"
      : "'row ' || row_number() OVER (ORDER BY moment, place)";
  const ordered = `SELECT ${told} AS "at", error FROM (${rows}) WHERE moment IS NOT NULL AND isfinite(error) ORDER BY moment, place`;
  const detectors = isNumber
    ? [new AdwinAlarms(), new PageHinkleyAlarms()]
    : [new AdwinAlarms(), new DdmAlarms(), new PageHinkleyAlarms()];
  const largest = isNumber ? await largestError(source, error) : 1;
  for (let from = 0; from < mostRows; from += pageSize) {
    const page = await source.query<Row>(`${ordered} LIMIT ${pageSize} OFFSET ${from}`);
    for (const row of page) for (const detector of detectors) detector.add(row, largest);
    if (page.length < pageSize) break;
  }
  return { orderedBy: time.name, alarms: detectors.map((detector) => detector.told()) };
}

/** ADWIN's bounds hold for values from 0 to 1. */
async function largestError(source: TableSource, error: string): Promise<number> {
  const [row] = await source.query<{ largest: number | null }>(
    `SELECT max(${error}) FILTER (WHERE isfinite(${error})) AS largest FROM ${source.table}`,
  );
  return Math.max(row?.largest ?? 1, Number.MIN_VALUE);
}

abstract class Alarms {
  #count = 0;
  readonly #at: string[] = [];

  protected constructor(readonly detector: StreamAlarms["detector"]) {}

  /** @param error 0 to 1. @returns whether the alarm is raised. */
  protected abstract next(error: number): boolean;

  add({ at, error }: Row, largest: number): void {
    if (!this.next(error / largest)) return;
    this.#count++;
    if (this.#at.length < toldAlarms) this.#at.push(at);
  }

  told(): StreamAlarms {
    return { detector: this.detector, count: this.#count, at: this.#at };
  }
}

class AdwinAlarms extends Alarms {
  readonly #adwin = new Adwin();

  constructor() {
    super("adwin");
  }

  protected override next(error: number): boolean {
    return this.#adwin.add(error);
  }
}

class DdmAlarms extends Alarms {
  readonly #ddm = new Ddm();

  constructor() {
    super("ddm");
  }

  protected override next(error: number): boolean {
    return this.#ddm.add(error >= 0.5) === "drift";
  }
}

class PageHinkleyAlarms extends Alarms {
  readonly #test = new PageHinkley();

  constructor() {
    super("page_hinkley");
  }

  protected override next(error: number): boolean {
    return this.#test.add(error);
  }
}
