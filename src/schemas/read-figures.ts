import type { FieldReader, Fields } from "../core/field-reader.js";
import type { YamlPath } from "../core/yaml-source.js";
import { readCount, readLimits, readShare } from "./read-amounts.js";
import type { ColumnType, GroupFigures, Limits } from "./types.js";

/** Keys of the rules about a column as a whole. */
export const figureKeys = ["nulls", "mean", "std", "distinct", "quantiles"] as const;

/** The rules that are about the distribution of a column. */
export function readFigures(
  fields: FieldReader,
  mapping: Fields,
  path: YamlPath,
  type: ColumnType,
): GroupFigures {
  const read = <T>(key: string, reader: (value: unknown, at: YamlPath) => T | undefined): T | undefined =>
    mapping.has(key) ? reader(mapping.get(key), [...path, key]) : undefined;
  const ofNumbers = <T>(key: string, reader: (value: unknown, at: YamlPath) => T | undefined) =>
    read(key, (value, at) =>
      type === "integer" || type === "number"
        ? reader(value, at)
        : fields.refuse(at, `${key} is for integer and number; this column's type is ${type}`),
    );
  const figures = {
    nulls: read("nulls", (it, at) => readLimits(fields, it, at, readShare)),
    distinct: read("distinct", (it, at) => readLimits(fields, it, at, readCount)),
    mean: ofNumbers("mean", (it, at) => readLimits(fields, it, at)),
    std: ofNumbers("std", (it, at) => readLimits(fields, it, at)),
    quantiles: ofNumbers("quantiles", (it, at) => readQuantiles(fields, it, at)),
  };
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}

interface QuantileLimits {
  readonly at: number;
  readonly key: string;
  readonly limits: Limits;
}

function readQuantiles(
  fields: FieldReader,
  value: unknown,
  path: YamlPath,
): readonly QuantileLimits[] | undefined {
  const mapping = fields.mapping(value, path);
  return mapping && [...mapping].flatMap(([key, inner]) => readQuantile(fields, key, inner, path) ?? []);
}

function readQuantile(
  fields: FieldReader,
  key: string,
  value: unknown,
  parent: YamlPath,
): QuantileLimits | undefined {
  const at = Number(key);
  if (key.trim() === "" || !(at >= 0 && at <= 1)) {
    return fields.refuseKey(parent, key, `quantiles: expected a share from 0 to 1 such as 0.5, found ${key}`);
  }
  const limits = readLimits(fields, value, [...parent, key]);
  return limits && { at, key, limits };
}
