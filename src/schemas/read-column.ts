import type { FieldReader } from "../core/field-reader.js";
import type { YamlPath } from "../core/yaml-source.js";
import { readFigures } from "./read-figures.js";
import { readValueRules, valueRuleKeys } from "./read-value-rules.js";
import { type ColumnRules, type ColumnType, columnTypes, textFormats } from "./types.js";

const ownKeys = [
  "type",
  "format",
  "required",
  "finite",
  "timezone",
  "redact",
  "severity",
  "description",
  "warn",
];

/** One entry of `columns:`. */
export function readColumn(
  fields: FieldReader,
  name: string,
  value: unknown,
  path: YamlPath,
): ColumnRules | undefined {
  const mapping = fields.fields(value ?? {}, path, [...ownKeys, ...valueRuleKeys]);
  if (mapping === undefined) return undefined;
  const read = <T>(key: string, reader: (value: unknown, at: YamlPath) => T | undefined): T | undefined =>
    mapping.has(key) ? reader(mapping.get(key), [...path, key]) : undefined;
  const type = read("type", (it, at) => fields.choice(it, at, columnTypes)) ?? "any";
  const format = read("format", (it, at) => readFormat(fields, it, at, type));
  const timezone = read("timezone", (it, at) => readTimezone(fields, it, at, type));
  read("description", (it, at) => fields.text(it, at));
  const warn = read("warn", (it, at) => {
    const inner = fields.fields(it, at, valueRuleKeys);
    return inner && { ...readValueRules(fields, inner, at, type), ...readFigures(fields, inner, at, type) };
  });
  return {
    name,
    type,
    required: read("required", (it, at) => fields.boolean(it, at)) ?? true,
    finite: read("finite", (it, at) => fields.boolean(it, at)) ?? true,
    redact: read("redact", (it, at) => fields.boolean(it, at)) ?? false,
    severity: read("severity", (it, at) => fields.choice(it, at, ["error", "warning"])) ?? "error",
    ...(format !== undefined && { format }),
    ...(timezone !== undefined && { timezone }),
    ...readValueRules(fields, mapping, path, type),
    ...readFigures(fields, mapping, path, type),
    ...(warn && { warn }),
  };
}

function readFormat(
  fields: FieldReader,
  value: unknown,
  path: YamlPath,
  type: ColumnType,
): string | undefined {
  if (type === "text") return fields.choice(value, path, textFormats);
  const text = fields.text(value, path);
  if (text === undefined) return undefined;
  if (type !== "date" && type !== "datetime") {
    return fields.refuse(path, `format is for text, date and datetime; this column's type is ${type}`);
  }
  if (!text.includes("%")) {
    return fields.refuse(path, `format: expected such as "%d.%m.%Y", found ${JSON.stringify(text)}`);
  }
  return text;
}

function readTimezone(fields: FieldReader, value: unknown, path: YamlPath, type: ColumnType) {
  if (type === "datetime") return fields.choice(value, path, ["required", "forbidden"]);
  return fields.refuse(path, `timezone is for datetime; this column's type is ${type}`);
}
