import { type FieldReader, pathText } from "../core/field-reader.js";
import { namesHint } from "../core/suggest.js";
import type { YamlPath } from "../core/yaml-source.js";
import type { DriftTestName } from "./verdict.js";

/** Whose effects have no greatest value. */
const unboundedTests = [
  "wasserstein",
  "psi",
  "centroid_distance",
] as const satisfies readonly DriftTestName[];

/** Reads the values that monitors are made of; what is wrong is reported to `reader`. */
export class MonitorFields {
  constructor(readonly reader: FieldReader) {}

  /** A whole number, 1 or more. */
  count(value: unknown, path: YamlPath): number | undefined {
    if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
    return this.reader.refuseKind(path, "a whole number, 1 or more", value);
  }

  /** Above 0. */
  amount(value: unknown, path: YamlPath): number | undefined {
    const isAmount = typeof value === "number" && Number.isFinite(value) && value > 0;
    return isAmount ? value : this.reader.refuseKind(path, "a number above 0", value);
  }

  /** Above 0 and at most 1. */
  share(value: unknown, path: YamlPath, what = "a share"): number | undefined {
    const isShare = typeof value === "number" && value > 0 && value <= 1;
    return isShare ? value : this.reader.refuseKind(path, `${what} above 0 and at most 1`, value);
  }

  /** By test: a level of significance or a distance that ends at 1 is a share. */
  thresholds<K extends DriftTestName>(
    value: unknown,
    path: YamlPath,
    known: readonly K[],
  ): Partial<Record<K, number>> {
    return this.#figures(value, path, known, (inner, at, test) =>
      unboundedTests.some((name) => name === test)
        ? this.amount(inner, at)
        : this.share(inner, at, "a number"),
    );
  }

  shares<K extends string>(value: unknown, path: YamlPath, known: readonly K[]): Partial<Record<K, number>> {
    return this.#figures(value, path, known, (inner, at) => this.share(inner, at));
  }

  /** One name of a test, or a list of them. */
  tests(
    value: unknown,
    path: YamlPath,
    suited: readonly DriftTestName[],
  ): readonly DriftTestName[] | undefined {
    const { reader } = this;
    if (typeof value === "string") {
      const test = reader.choice(value, path, suited);
      return test && [test];
    }
    const items = reader.list(value, path);
    if (items?.length === 0) return reader.refuse(path, `${pathText(path)}: name at least one test`);
    return items?.flatMap((item, index) => reader.choice(item, [...path, index], suited) ?? []);
  }

  columnName(value: unknown, path: YamlPath, names: readonly string[]): string | undefined {
    const name = this.reader.text(value, path);
    if (name === undefined || names.includes(name)) return name;
    const hint = names.length === 0 ? "" : `; ${namesHint(name, names, "there are")}`;
    return this.reader.refuse(
      path,
      `${pathText(path)}: no column of the monitor is called ${JSON.stringify(name)}${hint}`,
    );
  }

  /** One name of a column, or a list of them. */
  columnNames(value: unknown, path: YamlPath, names: readonly string[]): readonly string[] {
    if (!Array.isArray(value)) {
      const name = this.columnName(value, path, names);
      return name === undefined ? [] : [name];
    }
    return value.flatMap((item, index) => this.columnName(item, [...path, index], names) ?? []);
  }

  #figures<K extends string>(
    value: unknown,
    path: YamlPath,
    known: readonly K[],
    read: (value: unknown, path: YamlPath, key: K) => number | undefined,
  ): Partial<Record<K, number>> {
    const mapping = this.reader.fields(value, path, known);
    const figures: Partial<Record<K, number>> = {};
    for (const key of known) {
      if (!mapping?.has(key)) continue;
      const figure = read(mapping.get(key), [...path, key], key);
      if (figure !== undefined) figures[key] = figure;
    }
    return figures;
  }
}
