import type { SourceLocation } from "../../core/errors.js";
import type { YamlText } from "../../core/plain-yaml.js";
import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import { isJson, isJsonMapping, isMapping, whyNotJson } from "../json-value.js";
import type { PromptProblem } from "../problem.js";
import type { Json } from "../types.js";

export type FieldPath = readonly (string | number)[];
export type JsonMapping = Readonly<Record<string, Json>>;
export type Mapping = ReadonlyMap<string, unknown>;

const mostProblems = 100;

/** Reads values that YAML gave, and collects everything that is wrong with them, each problem where it stands. */
export class FieldReader {
  readonly problems: PromptProblem[] = [];

  constructor(private readonly yaml: YamlText) {}

  /** Reports the value at a path. @returns undefined, so that a reader can return what it reports. */
  refuse(path: FieldPath, message: string, hint?: string): undefined {
    this.#add(() => this.yaml.locateValue(path), message, hint);
  }

  /** Reports a key of the mapping at `parent`. */
  refuseKey(parent: FieldPath, key: string, message: string, hint?: string): undefined {
    this.#add(() => this.yaml.locateKey(parent, key), message, hint);
  }

  /** Reports something elsewhere, such as in the middle of a text. */
  refuseAt(locate: () => SourceLocation, message: string, hint?: string): undefined {
    this.#add(locate, message, hint);
  }

  /** Reports a value of the wrong kind. @param expected such as `a number`. */
  refuseKind(path: FieldPath, expected: string, value: unknown, hint?: string): undefined {
    const what = path.length === 0 ? "the front matter" : pathText(path);
    return this.refuse(path, `${what}: expected ${expected}, found ${foundText(value)}`, hint);
  }

  text(value: unknown, path: FieldPath): string | undefined {
    if (typeof value === "string") return value;
    const quoted = typeof value === "number" || typeof value === "boolean";
    return this.refuseKind(path, "text", value, quoted ? `put it in quotes: "${String(value)}"` : undefined);
  }

  boolean(value: unknown, path: FieldPath): boolean | undefined {
    return typeof value === "boolean" ? value : this.refuseKind(path, "true or false", value);
  }

  /** @param range what the number may be, in words for the message and as a check. */
  number(
    value: unknown,
    path: FieldPath,
    { whole = false, min = -Infinity, max = Infinity }: NumberRange = {},
  ): number | undefined {
    const noun = whole ? "a whole number" : "a number";
    if (typeof value !== "number" || (whole && !Number.isSafeInteger(value)) || !Number.isFinite(value)) {
      return this.refuseKind(path, noun, value);
    }
    if (value < min || value > max) return this.refuseKind(path, `${noun}${rangeText(min, max)}`, value);
    return value;
  }

  choice<T extends string>(value: unknown, path: FieldPath, choices: readonly T[]): T | undefined {
    const chosen = choices.find((item) => item === value);
    if (chosen !== undefined) return chosen;
    const meant = typeof value === "string" ? closest(value, choices) : undefined;
    const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
    return this.refuseKind(path, `one of ${choices.join(", ")}`, value, hint);
  }

  list(value: unknown, path: FieldPath): readonly unknown[] | undefined {
    return Array.isArray(value) ? value : this.refuseKind(path, "a list", value);
  }

  texts(value: unknown, path: FieldPath): string[] | undefined {
    return this.list(value, path)?.flatMap((item, index) => this.text(item, [...path, index]) ?? []);
  }

  mapping(value: unknown, path: FieldPath, expected = "a mapping of keys to values"): Mapping | undefined {
    const entries = isMapping(value) ? Object.entries(value) : undefined;
    return entries ? new Map(entries) : this.refuseKind(path, expected, value);
  }

  /** A mapping of the front matter's own: keys other than `known` are reported, unless they begin with `x-`. */
  fields(value: unknown, path: FieldPath, known: readonly string[]): Mapping | undefined {
    const fields = this.mapping(value, path);
    for (const key of fields?.keys() ?? []) if (!known.includes(key)) this.unknownKey(path, key, known);
    return fields;
  }

  unknownKey(path: FieldPath, key: string, known: readonly string[]): void {
    if (key.startsWith("x-")) return;
    const place = path.length === 0 ? "" : ` in ${pathText(path)}`;
    const meant = closest(key, known);
    const hint = meant === undefined ? `known are: ${known.join(", ")}` : `did you mean ${meant}?`;
    this.refuseKey(path, key, `unknown key ${shortJson(key)}${place}`, hint);
  }

  /** A value as JSON has it. */
  json(value: unknown, path: FieldPath): Json | undefined {
    return isJson(value) ? value : this.refuse(path, `${pathText(path)}: ${whyNotJson(value)}`);
  }

  jsonMapping(value: unknown, path: FieldPath): JsonMapping | undefined {
    if (isMapping(value))
      return isJsonMapping(value) ? value : this.refuse(path, `${pathText(path)}: ${whyNotJson(value)}`);
    return this.refuseKind(path, "a mapping of keys to values", value);
  }

  /** To look a place up takes time, so it is not done for problems that nobody sees. */
  #add(locate: () => SourceLocation, message: string, hint?: string): void {
    if (this.problems.length >= mostProblems) return;
    this.problems.push({ rule: "front-matter", ...locate(), message, ...(hint !== undefined && { hint }) });
  }
}

function foundText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return typeof value === "number" ? String(value) : shortJson(value);
}

interface NumberRange {
  readonly whole?: boolean;
  readonly min?: number;
  readonly max?: number;
}

function rangeText(min: number, max: number): string {
  if (max === Infinity) return ` of at least ${min}`;
  return min === -Infinity ? ` of at most ${max}` : ` from ${min} to ${max}`;
}

/** `examples[0].inputs`. */
export function pathText(path: FieldPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}
