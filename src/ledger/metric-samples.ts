import type { Database } from "better-sqlite3";
import type { Direction } from "../runs/metric-direction.js";
import type { MetricSample, SamplePiece } from "../runs/metric-sample.js";
import type { LatestMetric, RunId } from "../runs/types.js";
import { Query } from "./query.js";

interface EndRow {
  readonly step: number;
  readonly timestamp: number;
}

interface PieceRow {
  readonly x: number;
  readonly points: number;
  readonly finite: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
}

/** The value where it is finite: NaN has `number` 0. */
const finite = "CASE WHEN number = 1 AND abs(value) <= 1.7976931348623157e308 THEN value END";
const ofOne = "FROM metric_points WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE key = ?)";

const firstPoint = new Query<EndRow>(`SELECT step, timestamp ${ofOne} ORDER BY step, timestamp LIMIT 1`);
const lastPoint = new Query<EndRow>(
  `SELECT step, timestamp ${ofOne} ORDER BY step DESC, timestamp DESC LIMIT 1`,
);
const piecesBy = (place: "step" | "timestamp") =>
  new Query<PieceRow>(
    `SELECT min(${place}) - ? AS x, count(*) AS points, count(${finite}) AS finite,
       min(${finite}) AS low, max(${finite}) AS high, avg(${finite}) AS mean
     ${ofOne} GROUP BY CAST((${place} - ?) * ? AS INTEGER) ORDER BY x`,
  );
const pieces = { step: piecesBy("step"), time: piecesBy("timestamp") };

const bestBy = (choice: "min" | "max") =>
  new Query<{
    readonly id: RunId;
    /** NULL where all values are NaN. */
    readonly value: number | null;
    readonly step: number;
    readonly timestamp: number;
  }>(
    // SQLite takes the other columns from the row of the extreme, the first of equals.
    `SELECT r.id, ${choice}(CASE p.number WHEN 1 THEN p.value END) AS value, p.step, p.timestamp
     FROM json_each(?) wanted JOIN runs r ON r.id = wanted.value JOIN metric_points p ON p.run = r.num
     WHERE p.key = (SELECT id FROM metric_keys WHERE key = ?) GROUP BY r.num`,
  );
const best = { min: bestBy("min"), max: bestBy("max") };

/** @param columns how many pieces there are at most. */
export function sampleOf(database: Database, run: number, key: string, columns: number): MetricSample {
  const first = firstPoint.on(database).get(run, key);
  const last = lastPoint.on(database).get(run, key);
  if (first === undefined || last === undefined) return { axis: "step", pieces: [], points: 0, notFinite: 0 };
  const axis = first.step === last.step && first.timestamp !== last.timestamp ? "time" : "step";
  const [from, to] = axis === "step" ? [first.step, last.step] : [first.timestamp, last.timestamp];
  const zero = axis === "step" ? 0 : from;
  const rows = pieces[axis].on(database).all(zero, run, key, from, columns / (to - from + 1));
  return { axis, pieces: rows.map(pieceOf), ...rangeOf(rows) };
}

function rangeOf(rows: readonly PieceRow[]): Omit<MetricSample, "axis" | "pieces"> {
  let [points, notFinite] = [0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    points += row.points;
    notFinite += row.points - row.finite;
    low = Math.min(low, row.low ?? low);
    high = Math.max(high, row.high ?? high);
  }
  return { points, notFinite, ...(low <= high && { low, high }) };
}

function pieceOf({ x, low, high, mean }: PieceRow): SamplePiece {
  return low === null || high === null || mean === null ? { x } : { x, low, high, mean };
}

/** The best point of each run that has one: the smallest or the greatest value, the earliest of equals; NaN where it has no other. */
export function bestPointsOf(
  database: Database,
  key: string,
  direction: Direction,
  ids: readonly RunId[],
): Map<RunId, LatestMetric> {
  const rows = best[direction].on(database).all(JSON.stringify(ids), key);
  return new Map(rows.map(({ id, value, ...place }) => [id, { ...place, value: value ?? Number.NaN }]));
}
