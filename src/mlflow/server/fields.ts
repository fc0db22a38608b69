import { lastTime } from "../../core/format-time.js";
import { invalid } from "./service-error.js";

const wholeNumber = /^[+-]?\d+$/;

/** The fields of a request's message, from a query or a JSON body. Null is as good as absent; unknown ones are ignored. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;

  private constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  /** @throws {ServiceError} if `value` is no JSON object. */
  static ofJson(value: unknown, what = "the body of the request"): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalid(`${what} is no JSON object`);
    }
    return new Fields(new Map(Object.entries(value)));
  }

  /** Fields that are repeated become lists. */
  static ofQuery(query: string): Fields {
    const values = new Map<string, unknown>();
    const search = new URLSearchParams(query);
    for (const name of new Set(search.keys())) {
      const all = search.getAll(name);
      values.set(name, all.length === 1 ? all[0] : all);
    }
    return new Fields(values);
  }

  has(name: string): boolean {
    return (this.#values.get(name) ?? null) !== null;
  }

  optionalText(name: string): string | undefined {
    const value = this.#values.get(name) ?? undefined;
    if (value === undefined || typeof value === "string") return value;
    if (typeof value === "number") return String(value);
    throw invalid(`${name} is no text: ${shown(value)}`);
  }

  /** @throws {ServiceError} if it is missing or empty. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === "") throw invalid(`${name} is missing`);
    return value;
  }

  /** An int64, as a number or as text. @throws {ServiceError} beyond ±(2^53 − 1). */
  optionalInteger(name: string): number | undefined {
    const value = this.#values.get(name) ?? undefined;
    if (value === undefined || value === "") return undefined;
    const number = typeof value === "string" && wholeNumber.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isSafeInteger(number)) return number + 0;
    throw invalid(`${name} is no whole number: ${shown(value)}`);
  }

  /** Epoch milliseconds. @throws {ServiceError} for a time that no date can show. */
  optionalTime(name: string): number | undefined {
    const time = this.optionalInteger(name);
    if (time === undefined || (time >= 0 && time <= lastTime)) return time;
    throw invalid(
      `${name} is ${time < 0 ? "negative" : "after the year 9999"}, as epoch milliseconds: ${time}`,
    );
  }

  /** A double; NaN and the infinities come as text. */
  number(name: string): number {
    const value = this.#values.get(name) ?? undefined;
    if (typeof value === "number") return value;
    if (value === "NaN") return Number.NaN;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
    if (!Number.isNaN(number)) return number;
    throw invalid(value === undefined ? `${name} is missing` : `${name} is no number: ${shown(value)}`);
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.#values.get(name) ?? undefined;
    if (value === undefined) return otherwise;
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw invalid(`${name} is neither true nor false: ${shown(value)}`);
  }

  texts(name: string): string[] {
    return this.#list(name).map((item) => {
      if (typeof item === "string" || typeof item === "number") return String(item);
      throw invalid(`${name} holds something that is no text: ${shown(item)}`);
    });
  }

  /** The messages of a repeated field. */
  messages(name: string): Fields[] {
    const value = this.#values.get(name) ?? [];
    if (!Array.isArray(value)) throw invalid(`${name} is no list`);
    return value.map((item: unknown, index) => Fields.ofJson(item, `${name}[${index}]`));
  }

  message(name: string): Fields {
    return Fields.ofJson(this.#values.get(name), name);
  }

  #list(name: string): unknown[] {
    const value = this.#values.get(name) ?? [];
    return Array.isArray(value) ? value : [value];
  }
}

/** A value as messages quote it: in part, and of what may be nested deeply only what it is. */
function shown(value: unknown): string {
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object";
  return typeof value === "string" ? JSON.stringify(value.slice(0, 200)) : String(value);
}
