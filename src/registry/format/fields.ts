import { isSha256, type Sha256 } from "../../core/sha256.js";
import type { Interval } from "../../stats/types.js";
import type { Person, VersionRef } from "../types.js";

/** A field that is not as it must be. Readers turn it into a `ParseProblem`, so that nobody else meets it. */
export class FieldProblem extends Error {
  override readonly name = "FieldProblem";
  constructor(
    readonly key: string,
    message: string,
  ) {
    super(message);
  }
}

/** The fields of a JSON object, read one by one; each reader throws a `FieldProblem`. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;

  /** @param known every key that it may have. */
  constructor(value: unknown, known: readonly string[]) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new FieldProblem("", "holds no JSON object");
    }
    this.#values = new Map(Object.entries(value));
    const odd = [...this.#values.keys()].find((key) => !known.includes(key));
    if (odd !== undefined)
      throw new FieldProblem(odd, `has a key that mlx does not write, ${JSON.stringify(odd)}`);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  isNull(key: string): boolean {
    return this.#values.get(key) === null;
  }

  /** `mlx`: the version of the format. */
  formatVersion(): 1 {
    return this.#values.get("mlx") === 1 ? 1 : this.#refuse("mlx", "1; a newer mlx may have written it");
  }

  text(key: string): string {
    const value = this.#values.get(key);
    return typeof value === "string" ? value : this.#refuse(key, "text");
  }

  size(key: string): number {
    const value = this.#values.get(key);
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
      ? value
      : this.#refuse(key, "a whole number");
  }

  number(key: string): number {
    const value = this.#values.get(key);
    return typeof value === "number" ? value : this.#refuse(key, "a number");
  }

  /** Null where nothing is known. */
  figure(key: string): number | null {
    return this.#values.get(key) === null ? null : this.number(key);
  }

  flag(key: string): boolean {
    const value = this.#values.get(key);
    return typeof value === "boolean" ? value : this.#refuse(key, "true or false");
  }

  digest(key: string): Sha256 {
    const value = this.text(key);
    return isSha256(value) ? value : this.#refuse(key, "a SHA-256 digest");
  }

  /** RFC 3339 in UTC, to the millisecond, as `timestamp` writes it. */
  time(key: string): string {
    const value = this.text(key);
    const valid = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
    return valid ? value : this.#refuse(key, "a time such as 2026-03-01T12:00:05.000Z");
  }

  choice<T extends string>(key: string, values: readonly T[]): T {
    const value = this.#values.get(key);
    return values.find((item) => item === value) ?? this.#refuse(key, `one of ${values.join(", ")}`);
  }

  list<T>(key: string, read: (item: unknown) => T): T[] {
    const value = this.#values.get(key);
    if (!Array.isArray(value)) return this.#refuse(key, "a list");
    return value.map((item: unknown) => read(item));
  }

  /** A list of texts. */
  texts(key: string): string[] {
    return this.list(key, (item) => (typeof item === "string" ? item : this.#refuse(key, "a list of texts")));
  }

  /** A list of which each item is one of `values`. */
  choices<T extends string>(key: string, values: readonly T[]): T[] {
    return this.list(
      key,
      (item) =>
        values.find((value) => value === item) ?? this.#refuse(key, `a list of ${values.join(" and ")}`),
    );
  }

  /** Two numbers. */
  interval(key: string): Interval {
    const [low, high, ...rest] = this.list(key, (item) => item);
    if (typeof low === "number" && typeof high === "number" && rest.length === 0) return [low, high];
    return this.#refuse(key, "two numbers");
  }

  mapping(key: string): Readonly<Record<string, unknown>> {
    const value = this.#values.get(key);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return this.#refuse(key, "a mapping");
    return Object.fromEntries(Object.entries(value));
  }

  /** A mapping of which keys are known, or of which any may be. */
  inner(key: string, known?: readonly string[]): Fields {
    const value = this.mapping(key);
    return new Fields(value, known ?? Object.keys(value));
  }

  /** Reads each value of a mapping. */
  record<T>(key: string, read: (fields: Fields, name: string) => T): Record<string, T> {
    const fields = this.inner(key);
    return Object.fromEntries([...fields.#values.keys()].map((name) => [name, read(fields, name)]));
  }

  person(key: string): Person {
    const fields = new Fields(this.#values.get(key), ["name", "email"]);
    return { name: fields.text("name"), email: fields.text("email") };
  }

  versionRef(key: string): VersionRef {
    const fields = new Fields(this.#values.get(key), ["version", "record"]);
    return { version: fields.text("version"), record: fields.digest("record") };
  }

  #refuse(key: string, expected: string): never {
    const found = this.#values.has(key) ? "" : ", and it is missing";
    throw new FieldProblem(key, `${JSON.stringify(key)} must be ${expected}${found}`);
  }
}
