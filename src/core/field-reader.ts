import type { Problem, SourceLocation } from "./errors.js";
import { shortJson } from "./schema-problems.js";
import { closest } from "./suggest.js";
import type { YamlPath, YamlSource } from "./yaml-source.js";

type YamlText = Pick<YamlSource, "locateValue" | "locateKey">;
export type Fields = ReadonlyMap<string, unknown>;

/** More are not told: one slip may be repeated in every column. */
const mostProblems = 100;

/** Reads values that YAML gave and collects everything that is wrong with them, each problem where it stands. */
export class FieldReader {
  readonly problems: Problem[] = [];

  constructor(private readonly yaml: YamlText) {}

  /** Reports the value at a path. @returns undefined, so that a reader can return what it reports. */
  refuse(path: YamlPath, message: string): undefined {
    return this.#add(() => this.yaml.locateValue(path), message);
  }

  refuseKey(parent: YamlPath, key: string, message: string): undefined {
    return this.#add(() => this.yaml.locateKey(parent, key), message);
  }

  /** Where a value stands. */
  placeOf(path: YamlPath): SourceLocation {
    const { file, line, column } = this.yaml.locateValue(path);
    return { file, line, column };
  }

  /** @param expected such as `a number`. */
  refuseKind(path: YamlPath, expected: string, value: unknown): undefined {
    const found = value === null || value === undefined ? "nothing" : shortJson(value);
    const subject = path.length === 0 ? "the schema" : pathText(path);
    return this.refuse(path, `${subject}: expected ${expected}, found ${found}`);
  }

  text(value: unknown, path: YamlPath): string | undefined {
    return typeof value === "string" ? value : this.refuseKind(path, "text", value);
  }

  boolean(value: unknown, path: YamlPath): boolean | undefined {
    return typeof value === "boolean" ? value : this.refuseKind(path, "true or false", value);
  }

  number(value: unknown, path: YamlPath, expected = "a number"): number | undefined {
    const isNumber = typeof value === "number" && Number.isFinite(value);
    return isNumber ? value : this.refuseKind(path, expected, value);
  }

  choice<T extends string>(value: unknown, path: YamlPath, choices: readonly T[]): T | undefined {
    const chosen = choices.find((item) => item === value);
    if (chosen !== undefined) return chosen;
    const meant = typeof value === "string" ? closest(value, choices) : undefined;
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    const found = value === null || value === undefined ? "nothing" : shortJson(value);
    return this.refuse(
      path,
      `${pathText(path)}: expected one of ${choices.join(", ")}, found ${found}${hint}`,
    );
  }

  /** One text, or a list of them. */
  texts(value: unknown, path: YamlPath): string[] | undefined {
    if (typeof value === "string") return [value];
    if (!Array.isArray(value)) return this.refuseKind(path, "a text or a list of texts", value);
    return value.flatMap((item, index) => this.text(item, [...path, index]) ?? []);
  }

  list(value: unknown, path: YamlPath): readonly unknown[] | undefined {
    return Array.isArray(value) ? value : this.refuseKind(path, "a list", value);
  }

  mapping(value: unknown, path: YamlPath): Fields | undefined {
    const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
    return isMapping
      ? new Map(Object.entries(value))
      : this.refuseKind(path, "a mapping of keys to values", value);
  }

  /** A mapping whose keys are known; others are reported. */
  fields(value: unknown, path: YamlPath, known: readonly string[]): Fields | undefined {
    const fields = this.mapping(value, path);
    for (const key of fields?.keys() ?? []) {
      if (known.includes(key)) continue;
      const place = path.length === 0 ? "" : ` in ${pathText(path)}`;
      const meant = closest(key, known);
      const hint = meant === undefined ? `known are: ${known.join(", ")}` : `did you mean ${meant}?`;
      this.refuseKey(path, key, `unknown key ${shortJson(key)}${place}; ${hint}`);
    }
    return fields;
  }

  /** To look a place up takes time, so it is not done for problems that nobody sees. */
  #add(locate: () => SourceLocation, message: string): undefined {
    if (this.problems.length < mostProblems) this.problems.push({ ...locate(), message });
    return undefined;
  }
}

/** `columns.age.min`, `checks[0].where`. */
export function pathText(path: YamlPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join("");
}
