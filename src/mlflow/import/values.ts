import type { MlflowStatus } from "../../runs/status.js";
import { sourceError } from "./source-error.js";

export type Fields = Readonly<Record<string, unknown>>;

/** @param what for messages. @throws {MlxError} `MLX_MLFLOW_SOURCE` */
export function fieldsOf(value: unknown, what: string): Fields {
  if (isFields(value)) return value;
  throw sourceError(`${what} is not a set of fields`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The items of a list; none where it is absent. */
export function listOf(value: unknown, what: string): readonly Fields[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((item: unknown) => fieldsOf(item, `an item of ${what}`));
  throw sourceError(`${what} is not a list`);
}

/** A text; `undefined` where there is none or an empty one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function requireText(fields: Fields, key: string, what: string): string {
  const text = textOf(fields[key]);
  if (text === undefined) throw sourceError(`${what} has no ${key}`);
  return text;
}

/** A whole number, as such or in digits; `undefined` where there is none. */
export function integerOf(value: unknown): number | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  const number = typeof value === "string" || typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

export function requireInteger(value: unknown, what: string): number {
  const number = integerOf(value);
  if (number === undefined) throw sourceError(`${what} is not a whole number: ${JSON.stringify(value)}`);
  return number;
}

/** A time that a ULID can hold. */
export function requireTime(value: unknown, what: string): number {
  const time = requireInteger(value, what);
  if (time < 0 || time >= 2 ** 48) throw sourceError(`${what} is not a time: ${time}`);
  return time;
}

const words: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
]);

/** A metric's value: a number, or as Python or JSON write it. MLflow's databases keep the infinities as the largest number. */
export function requireNumber(value: unknown, what: string): number {
  const number = typeof value === "string" ? parseNumber(value) : value;
  if (typeof number !== "number") throw sourceError(`${what} is not a number: ${JSON.stringify(value)}`);
  return Math.abs(number) === Number.MAX_VALUE ? number * 2 : number;
}

function parseNumber(text: string): number | undefined {
  const [, sign = "", rest = ""] = /^([+-]?)(.*)$/s.exec(text.trim().toLowerCase()) ?? [];
  const number = words.get(rest) ?? (/^[0-9.]+(?:e[+-]?\d+)?$/.test(rest) ? Number(rest) : Number.NaN);
  if (Number.isNaN(number) && rest !== "nan") return undefined;
  return sign === "-" ? -number : number;
}

const statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;

/** By name, or by number as the file store has it. */
export function requireStatus(value: unknown): MlflowStatus {
  const status = typeof value === "number" ? statuses[value - 1] : statuses.find((name) => name === value);
  if (status === undefined) throw sourceError(`its status is not one of MLflow's: ${JSON.stringify(value)}`);
  return status;
}

const modelStatuses = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"] as const;

/** By name, or by number as file store and database have it. */
export function modelStatusOf(value: unknown): string {
  const number = integerOf(value);
  return (number === undefined ? textOf(value) : modelStatuses[number - 1]) ?? "LOGGED_MODEL_PENDING";
}

/** `{key, value}` items as a record. */
export function recordOf(items: readonly Fields[], what: string): Record<string, string> {
  return Object.fromEntries(
    items.map((item) => [
      requireText(item, "key", what),
      typeof item["value"] === "string" ? item["value"] : String(item["value"] ?? ""),
    ]),
  );
}
