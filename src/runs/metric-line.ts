import { quoteBareNumbers } from "../core/bare-numbers.js";
import { lastTime } from "../core/format-time.js";
import { keyProblem, valueProblem } from "./record-limits.js";
import type { MetricPoint } from "./types.js";

/** What one line of a run's metrics file says. A point without a timestamp gets that of its reading. */
export interface MetricLine {
  readonly metrics: readonly LinePoint[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** A file or folder that the command wrote, from its working folder. */
  readonly checkpoint?: { readonly path: string; readonly step: number };
}

export type LinePoint = Omit<MetricPoint, "timestamp"> & { readonly timestamp?: number };

/** Why a line is none of the file's. */
export interface BadLine {
  readonly problem: string;
}

export type Fields = Readonly<Record<string, unknown>>;

const forms =
  'expected {"key", "value", "step"?, "timestamp"?}, {"metrics"}, {"param"}, {"tag"} or {"checkpoint", "step"}';

/**
 * Reads one line of a metrics file:
 *
 * ```json
 * {"key": "loss", "value": 0.25, "step": 3, "timestamp": 1700000000000}
 * {"metrics": {"loss": 0.25, "accuracy": 0.9}, "step": 3}
 * {"param": {"lr": 0.1}}
 * {"tag": {"team": "vision"}}
 * {"checkpoint": "model-3.bin", "step": 3, "metrics": {"accuracy": 0.9}}
 * ```
 *
 * A value may be the strings or, as Python writes them, the bare words `NaN`, `Infinity` and `-Infinity`.
 * @param text without its line end.
 */
export function parseMetricLine(text: string): MetricLine | BadLine {
  const value = parseLenient(text);
  if (value === undefined) return { problem: "it is not JSON" };
  if (!isFields(value)) return { problem: `it is not an object; ${forms}` };
  try {
    return lineOf(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problem: "it is nested too deeply" };
  }
}

/** JSON in which the numbers that JSON lacks stand as bare words. @returns undefined if it is not even that. */
export function parseLenient(text: string): unknown {
  for (const candidate of [() => text, () => quoteBareNumbers(text)]) {
    try {
      return JSON.parse(candidate());
    } catch {
      // Tried in the other form, or told by the caller.
    }
  }
  return undefined;
}

/** A number, or one of the words for those that JSON lacks; a number's text is one, too. */
export function metricValue(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^nan$/i.test(text)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** Whether a value is a moment in epoch milliseconds; fractions of one count. */
export function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= lastTime;
}

/** A value of a parameter or tag as the ledger keeps it. */
function textValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function lineOf(fields: Fields): MetricLine | BadLine {
  const { key, value, step = 0, timestamp, metrics = {}, param = {}, tag = {}, checkpoint } = fields;
  const known = ["key", "metrics", "param", "tag", "checkpoint"].some((name) => fields[name] !== undefined);
  if (!known) return { problem: `it says nothing; ${forms}` };
  if (!isStep(step)) return { problem: `step must be an integer, found ${JSON.stringify(step)}` };
  if (timestamp !== undefined && !isTime(timestamp)) {
    return { problem: `timestamp must be epoch milliseconds, found ${JSON.stringify(timestamp)}` };
  }
  if (!isFields(metrics) || !isFields(param) || !isFields(tag)) {
    return { problem: "metrics, param and tag must be objects" };
  }
  if (checkpoint !== undefined && (typeof checkpoint !== "string" || checkpoint === "")) {
    return { problem: "checkpoint must be a path" };
  }
  const named: [string, unknown][] = key === undefined ? [] : [[textValue(key), value]];
  const names = [
    ...named.map(([name]) => name),
    ...[metrics, param, tag].flatMap((each) => Object.keys(each)),
  ];
  const [params, tags] = [texts(param), texts(tag)];
  const problem = limitProblem(names, [params, tags]);
  if (problem !== undefined) return { problem };
  const points: LinePoint[] = [];
  for (const [name, found] of [...named, ...Object.entries(metrics)]) {
    const number = metricValue(found);
    if (number === undefined) {
      return { problem: `the value of ${JSON.stringify(name)} must be a number, found ${shown(found)}` };
    }
    points.push({ key: name, value: number, step, ...(timestamp !== undefined && { timestamp }) });
  }
  return {
    metrics: points,
    params,
    tags,
    ...(checkpoint !== undefined && { checkpoint: { path: checkpoint, step } }),
  };
}

/** What the ledger would not take, and with it none of the lines around. */
function limitProblem(
  names: readonly string[],
  values: readonly Readonly<Record<string, string>>[],
): string | undefined {
  for (const name of names) {
    const wrong = keyProblem(name);
    if (wrong !== undefined) return `the key ${shown(name)} ${wrong}`;
  }
  for (const [name, text] of values.flatMap((each) => Object.entries(each))) {
    const wrong = valueProblem(text);
    if (wrong !== undefined) return `the value of ${shown(name)} ${wrong}`;
  }
  return undefined;
}

function texts(fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, textValue(value)]));
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 40);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStep(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
