import { isList, isMapping } from "../../json-value.js";
import type { Json } from "../../types.js";
import { textOf } from "../json-text.js";
import { type JsonList, type JsonMapping, kindOf, Missing, type Value } from "../value.js";
import type { CallSite } from "./call-site.js";

/** One application of a filter: its arguments, converted to what it wants, and errors that name it. */
export class FilterCall {
  /**
   * @param rest arguments behind those that have a name: of the filter or test that this one applies.
   */
  constructor(
    readonly name: string,
    readonly site: CallSite,
    readonly args: ReadonlyMap<string, Json>,
    readonly rest: readonly Json[],
  ) {}

  fail(message: string, hint?: string): never {
    return this.site.fail(`\`${this.name}\`: ${message}`, hint);
  }

  /** Says that there is nothing to give back. */
  missing(why: string): Missing {
    const hint = `give it a default: \`| ${this.name} | default("")\``;
    return new Missing(this.site.span, `\`${this.name}\` gives nothing: ${why}`, hint);
  }

  /** Counts a text that is gone through or about to be made. */
  room(length: number): void {
    this.site.chargeText(length);
  }

  /** A text, or what is written out as one. */
  text(value: Json): string {
    if (value === null || typeof value === "object") {
      return this.fail(`expected a text, found ${kindOf(value)}`);
    }
    const text = String(value);
    this.room(text.length);
    return text;
  }

  /** A value as it is written out. */
  written(value: Json): string {
    if (value === null) return this.fail("null cannot be written out");
    const text = textOf(value, (message) => this.fail(message));
    this.room(text.length);
    return text;
  }

  /** The items of a list, the characters of a text or the keys of a mapping. */
  items(value: Json): JsonList {
    if (isList(value)) {
      this.site.charge(value.length);
      return value;
    }
    if (typeof value === "string") {
      this.site.charge(value.length);
      return Array.from(value);
    }
    return isMapping(value) ? Object.keys(value) : this.fail(`expected a list, found ${kindOf(value)}`);
  }

  mapping(value: Json): JsonMapping {
    return isMapping(value) ? value : this.fail(`expected a mapping, found ${kindOf(value)}`);
  }

  number(value: Json): number {
    return typeof value === "number" ? value : this.fail(`expected a number, found ${kindOf(value)}`);
  }

  /** An argument that is a text; `fallback` if it is not given. */
  textArg(param: string, fallback: string): string {
    const value = this.args.get(param) ?? null;
    if (value === null) return fallback;
    return typeof value === "string" ? value : this.#wrong(param, "a text", value);
  }

  /** An argument that is a whole number; `fallback` if it is not given. */
  wholeArg(param: string, fallback: number, least = 0): number {
    const value = this.args.get(param) ?? null;
    if (value === null) return fallback;
    if (typeof value !== "number" || !Number.isInteger(value))
      return this.#wrong(param, "a whole number", value);
    return value >= least ? value : this.fail(`${param} must be at least ${least}, and is ${value}`);
  }

  /** An argument that is true or false; false if it is not given. */
  flagArg(param: string): boolean {
    const value = this.args.get(param) ?? false;
    return typeof value === "boolean" ? value : this.#wrong(param, "true or false", value);
  }

  /** The name of an attribute, `a.b` or a number; undefined if it is not given. */
  attributeArg(): string | number | undefined {
    const value = this.args.get("attribute") ?? null;
    if (value === null) return undefined;
    if (typeof value === "string" || typeof value === "number") return value;
    return this.#wrong("attribute", "a name", value);
  }

  /** The value at an attribute of an item, which must have it. */
  attribute(item: Json, path: string | number): Json {
    const value = this.attributeOrMissing(item, path);
    return value instanceof Missing ? this.fail(value.why, value.hint) : value;
  }

  attributeOrMissing(item: Json, path: string | number): Value {
    let value: Value = item;
    for (const part of typeof path === "number" ? [path] : path.split(".")) {
      if (value instanceof Missing) return value;
      value = this.#member(value, part);
    }
    return value;
  }

  #member(object: Json, part: string | number): Value {
    if (isList(object) && /^-?\d+$/.test(String(part))) {
      const item = object.at(Number(part));
      if (item !== undefined) return item;
    }
    if (isMapping(object) && Object.hasOwn(object, part)) {
      const item = object[part];
      if (item !== undefined) return item;
    }
    const hint = `choose the items that have it: \`| selectattr("${part}", "defined")\``;
    return new Missing(this.site.span, `${kindOf(object)} has no \`${part}\``, hint);
  }

  #wrong(param: string, wanted: string, found: Json): never {
    return this.fail(`${param} must be ${wanted}, and is ${kindOf(found)}`);
  }
}
