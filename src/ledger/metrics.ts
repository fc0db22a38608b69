import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";
import { lastTime } from "../core/format-time.js";
import { isLater } from "../runs/metric-order.js";
import { keyProblem } from "../runs/record-limits.js";
import type { LatestMetric, MetricPoint } from "../runs/types.js";
import { Query } from "./query.js";

interface ValueRow {
  readonly step: number;
  readonly timestamp: number;
  /** 0 for NaN. */
  readonly number: number;
  readonly value: number;
}

const findKey = new Query<{ readonly id: number }>("SELECT id FROM metric_keys WHERE key = ?");
const insertKey = new Query("INSERT INTO metric_keys (key) VALUES (?)");
const insertPoint = new Query(
  "INSERT OR IGNORE INTO metric_points (run, key, step, timestamp, number, value) VALUES (?, ?, ?, ?, ?, ?)",
);
const raiseLatest = new Query(
  `INSERT INTO latest_metrics (run, key, step, timestamp, number, value) VALUES (?, ?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET step = excluded.step, timestamp = excluded.timestamp,
     number = excluded.number, value = excluded.value
   WHERE (excluded.step, excluded.timestamp, excluded.number, excluded.value)
     > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.number, latest_metrics.value)`,
);
const points = new Query<ValueRow>(
  `SELECT step, timestamp, number, value FROM metric_points
   WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE key = ?)
   ORDER BY step, timestamp, number, value LIMIT ?`,
);
const latest = new Query<[key: number, step: number, timestamp: number, number: number, value: number]>(
  "SELECT key, step, timestamp, number, value FROM latest_metrics WHERE run = ?",
  "list",
);
const keyName = new Query<{ readonly key: string }>("SELECT key FROM metric_keys WHERE id = ?");
const keys = new Query<{ readonly key: string }>(
  "SELECT k.key FROM latest_metrics l JOIN metric_keys k ON k.id = l.key WHERE l.run = ? ORDER BY k.key",
);

/** Stores points; those that are there already change nothing. @throws {MlxError} `MLX_INVALID_METRIC`, exit 2. */
export function storePoints(
  database: Database,
  keyNumbers: Map<string, number>,
  run: number,
  metrics: readonly MetricPoint[],
): void {
  const insert = insertPoint.on(database);
  const newest = new Map<number, MetricPoint>();
  for (const point of metrics) {
    checkPoint(point);
    const key = keyNumber(database, keyNumbers, point.key);
    insert.run(run, key, ...columnsOf(point));
    const before = newest.get(key);
    if (before === undefined || isLater(point, before)) newest.set(key, point);
  }
  const raise = raiseLatest.on(database);
  for (const [key, point] of newest) raise.run(run, key, ...columnsOf(point));
}

export function historyOf(
  database: Database,
  run: number,
  key: string,
  limit: number | undefined,
): MetricPoint[] {
  const rows = points.on(database).all(run, key, limit ?? -1);
  return rows.map((row) => ({ key, ...pointOf(row) }));
}

/** The names of metric keys by their numbers, each looked up once. */
export class KeyNames {
  readonly #names = new Map<number, string>();

  constructor(readonly database: Database) {}

  of(number: number): string {
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    const name = keyName.on(this.database).get(number)?.key ?? "";
    this.#names.set(number, name);
    return name;
  }
}

/** By key, in order of the keys. Joining and sorting here takes half the time that SQLite needs for it. */
export function latestOf(database: Database, run: number, names: KeyNames): Record<string, LatestMetric> {
  const entries = latest
    .on(database)
    .all(run)
    .map(([key, step, timestamp, number, value]): [string, LatestMetric] => [
      names.of(key),
      pointOf({ step, timestamp, number, value }),
    ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function metricKeysOf(database: Database, run: number): string[] {
  return keys
    .on(database)
    .all(run)
    .map(({ key }) => key);
}

function keyNumber(database: Database, known: Map<string, number>, key: string): number {
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const number = findKey.on(database).get(key)?.id ?? Number(insertKey.on(database).run(key).lastInsertRowid);
  known.set(key, number);
  return number;
}

function columnsOf({ step, timestamp, value }: LatestMetric): [number, number, number, number] {
  return Number.isNaN(value) ? [step, timestamp, 0, 0] : [step, timestamp, 1, value];
}

function pointOf({ step, timestamp, number, value }: ValueRow): LatestMetric {
  return { value: number === 0 ? Number.NaN : value, step, timestamp };
}

/** What is stored here must fit a bundle, or the run could never be shared. */
function checkPoint({ key, step, timestamp }: MetricPoint): void {
  const ofKey = keyProblem(key);
  const isMoment = Number.isSafeInteger(timestamp) && Math.abs(timestamp) <= lastTime;
  const wrong = [
    ...(ofKey === undefined ? [] : [`its key ${ofKey}`]),
    ...(Number.isSafeInteger(step) ? [] : [`its step ${step} is no whole number within ±2^53`]),
    ...(isMoment ? [] : [`its timestamp ${timestamp} is no moment in whole milliseconds`]),
  ];
  if (wrong.length === 0) return;
  const name = JSON.stringify(key.slice(0, 60));
  throw new MlxError("MLX_INVALID_METRIC", `the metric ${name} cannot be kept: ${wrong.join(", and ")}`, {
    hint: "a step counts; a timestamp is in milliseconds since 1970, up to the year 9999",
    exitCode: 2,
  });
}
