import type { FieldReader, Fields } from "../core/field-reader.js";
import type { YamlPath } from "../core/yaml-source.js";
import { readCount, readFreshness, readLimits } from "./read-amounts.js";
import { type Bound, type ColumnType, directions, type ValueRules } from "./types.js";

/** Keys of a column that may also stand below `warn:`. */
export const valueRuleKeys = [
  ...["nullable", "min", "max", "above", "below", "length", "pattern", "values", "unique", "monotonic"],
  ...["freshness", "nulls", "mean", "std", "distinct", "quantiles"],
] as const;

const ordered: readonly ColumnType[] = ["integer", "number", "date", "datetime"];
const times: readonly ColumnType[] = ["date", "datetime"];

/** The rules that are about single values and their order. */
export function readValueRules(
  fields: FieldReader,
  mapping: Fields,
  path: YamlPath,
  type: ColumnType,
): ValueRules {
  const read = <T>(key: string, reader: (value: unknown, at: YamlPath) => T | undefined): T | undefined =>
    mapping.has(key) ? reader(mapping.get(key), [...path, key]) : undefined;
  const forTypes =
    <T>(types: readonly ColumnType[], key: string, reader: (value: unknown, at: YamlPath) => T | undefined) =>
    (value: unknown, at: YamlPath): T | undefined =>
      types.includes(type)
        ? reader(value, at)
        : fields.refuse(at, `${key} is for ${listed(types)}; this column's type is ${type}`);
  const bound = (key: string) =>
    read(
      key,
      forTypes(ordered, key, (it, at) => readBound(fields, it, at, type)),
    );
  const rules = {
    nullable: read("nullable", (it, at) => fields.boolean(it, at)),
    min: bound("min"),
    max: bound("max"),
    above: bound("above"),
    below: bound("below"),
    length: read(
      "length",
      forTypes(["text"], "length", (it, at) => readLimits(fields, it, at, readCount)),
    ),
    pattern: read(
      "pattern",
      forTypes(["text"], "pattern", (it, at) => readPattern(fields, it, at)),
    ),
    values: read("values", (it, at) => readValues(fields, it, at, type)),
    unique: read("unique", (it, at) => fields.boolean(it, at)),
    monotonic: read(
      "monotonic",
      forTypes(ordered, "monotonic", (it, at) => fields.choice(it, at, directions)),
    ),
    freshness: read(
      "freshness",
      forTypes(times, "freshness", (it, at) => readFreshness(fields, it, at)),
    ),
  };
  const given: ValueRules = Object.fromEntries(
    Object.entries(rules).filter(([, value]) => value !== undefined),
  );
  refuseEmptyRange(fields, path, given);
  return given;
}

function listed(types: readonly ColumnType[]): string {
  return types.length === 1 ? String(types[0]) : `${types.slice(0, -1).join(", ")} and ${types.at(-1)}`;
}

function readBound(fields: FieldReader, value: unknown, path: YamlPath, type: ColumnType): Bound | undefined {
  if (type === "integer" || type === "number") return fields.number(value, path);
  const time = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
  if (typeof value === "string" && time.test(value) && !Number.isNaN(Date.parse(value.replace(" ", "T")))) {
    return value;
  }
  return fields.refuseKind(path, "a date such as 2024-01-31, or a time such as 2024-01-31T12:00:00Z", value);
}

/** Whether the engine takes it is found out when it is used. */
function readPattern(fields: FieldReader, value: unknown, path: YamlPath): string | undefined {
  const text = fields.text(value, path);
  if (text === "") return fields.refuse(path, "pattern: an empty pattern matches nothing but empty texts");
  return text;
}

function readValues(
  fields: FieldReader,
  value: unknown,
  path: YamlPath,
  type: ColumnType,
): ValueRules["values"] {
  const list = fields.list(value, path);
  if (list?.length === 0) return fields.refuse(path, "values: the list is empty: nothing can pass");
  return list?.flatMap((item: unknown, index) => {
    const at = [...path, index];
    if (type === "integer" || type === "number") return fields.number(item, at) ?? [];
    if (type === "boolean") return fields.boolean(item, at) ?? [];
    if (typeof item === "string" || type !== "any") return quotedText(fields, item, at) ?? [];
    if (typeof item === "number" || typeof item === "boolean") return item;
    return fields.refuseKind(at, "a text, a number, true or false", item) ?? [];
  });
}

/** YAML takes `no`-like words for what they are, and 2024 for a number: a text column wants the text. */
function quotedText(fields: FieldReader, item: unknown, path: YamlPath): string | undefined {
  if (typeof item !== "number" && typeof item !== "boolean") return fields.text(item, path);
  return fields.refuse(path, `expected text, found ${String(item)}; put it in quotes: "${String(item)}"`);
}

function refuseEmptyRange(fields: FieldReader, path: YamlPath, rules: ValueRules): void {
  const low = rules.above ?? rules.min;
  const high = rules.below ?? rules.max;
  if (low === undefined || high === undefined) return;
  const strict = rules.above !== undefined || rules.below !== undefined;
  if (low < high || (!strict && low === high)) return;
  const [lowKey, highKey] = [
    rules.above === undefined ? "min" : "above",
    rules.below === undefined ? "max" : "below",
  ];
  fields.refuse(
    [...path, lowKey],
    `${lowKey} ${low} and ${highKey} ${high} leave no value: nothing can pass`,
  );
}
