import { type Fields, isFields, isTime, type LinePoint, metricValue, parseLenient } from "./metric-line.js";
import { keyProblem } from "./record-limits.js";

/** What a metrics file named by `--metrics` amounts to. */
export interface MetricsFile {
  readonly points: readonly LinePoint[];
  /** What is wrong with it, for people: the rest was read. */
  readonly problem?: string;
}

/**
 * Reads a metrics file as training scripts leave it behind: one object, an array of objects, or an object a line.
 * Numbers become metrics under their path (`{"val": {"auc": 0.9}}` is `val.auc`); texts, flags and lists are passed over.
 * An object's `step`, if an integer, is that of its metrics, its `timestamp` (epoch milliseconds) likewise.
 */
export function parseMetricsFile(text: string): MetricsFile {
  const objects = objectsIn(text);
  if (objects === undefined) return { points: [], problem: "it is neither JSON nor an object a line" };
  const points = objects.flatMap(pointsOf);
  return points.length === 0 ? { points, problem: "there is no number in it" } : { points };
}

function objectsIn(text: string): Fields[] | undefined {
  const whole = parseLenient(text);
  const values = whole === undefined ? linesOf(text) : Array.isArray(whole) ? whole : [whole];
  return values?.every(isFields) ? values : undefined;
}

function linesOf(text: string): unknown[] | undefined {
  const values = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parseLenient);
  return values.includes(undefined) ? undefined : values;
}

function pointsOf(fields: Fields): LinePoint[] {
  const { step, timestamp, key, value } = fields;
  const stepped = Number.isSafeInteger(step) && typeof step === "number";
  const timed = isTime(timestamp);
  const place = { step: stepped ? step : 0, ...(timed && { timestamp: Math.round(timestamp) }) };
  const single = typeof key === "string" ? metricValue(value) : undefined;
  if (typeof key === "string" && single !== undefined)
    return keyProblem(key) === undefined ? [{ key, value: single, ...place }] : [];
  const rest = Object.entries(fields).filter(
    ([name]) => !(name === "step" && stepped) && !(name === "timestamp" && timed),
  );
  return flatten(Object.fromEntries(rest), "").map(([name, number]) => ({
    key: name,
    value: number,
    ...place,
  }));
}

function flatten(fields: Fields, prefix: string): [string, number][] {
  return Object.entries(fields).flatMap(([name, value]): [string, number][] => {
    if (isFields(value)) return flatten(value, `${prefix}${name}.`);
    const special = typeof value === "string" && /^-?(?:NaN|Infinity)$/.test(value);
    const number = typeof value === "number" || special ? metricValue(value) : undefined;
    const path = `${prefix}${name}`;
    return number === undefined || keyProblem(path) !== undefined ? [] : [[path, number]];
  });
}
