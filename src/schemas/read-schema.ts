import type { SourceLocation } from "../core/errors.js";
import { FieldReader } from "../core/field-reader.js";
import type { YamlText } from "../core/plain-yaml.js";
import { readYaml } from "../core/read-yaml.js";
import { invalidSchema } from "./invalid-schema.js";
import { readCount, readLimits } from "./read-amounts.js";
import { readColumn } from "./read-column.js";
import { TableRulesReader } from "./read-table-rules.js";
import type { ColumnRules, DataSchema, Notice } from "./types.js";

const keys = [
  ...["mlx", "kind", "description", "missing", "rows", "columnOrder", "extraColumns", "columns", "key"],
  ...["unique", "references", "checks", "groups"],
];
const notices = ["error", "warning", "ignore"] as const;

/** Most problems of the YAML itself that are told: one slip makes its reader stumble again and again. */
const mostSyntaxProblems = 10;

/**
 * Reads a `*.schema.yaml`.
 * @param file how messages name it. @throws {MlxError} `MLX_INVALID_SCHEMA`, exit 2, with every mistake and its place.
 */
export function readSchema(text: string, file: string): DataSchema {
  const yaml = readYaml(text, file);
  if (yaml.problems.length > 0) throw invalidSchema(file, yaml.problems.slice(0, mostSyntaxProblems));
  const fields = new FieldReader(yaml);
  const root = fields.fields(yaml.value, [], keys) ?? new Map<string, unknown>();
  const given = <T>(key: string, read: (value: unknown) => T, otherwise: T): T =>
    root.has(key) ? read(root.get(key)) : otherwise;
  if (fields.problems.length === 0) checkVersion(fields, root.get("mlx"), root.get("kind"));
  if (root.has("description")) fields.text(root.get("description"), ["description"]);
  const columns = given("columns", (value) => readColumns(fields, yaml, value), []);
  const rules = new TableRulesReader(fields, columns);
  const rows = given("rows", (value) => readLimits(fields, value, ["rows"], readCount), undefined);
  const notice = (key: string) =>
    given<Notice>(key, (value) => fields.choice(value, [key], notices) ?? "ignore", "ignore");
  const schema: DataSchema = {
    file,
    missing: given("missing", (value) => fields.texts(value, ["missing"]) ?? [], []),
    ...(rows && { rows }),
    columnOrder: notice("columnOrder"),
    extraColumns: notice("extraColumns"),
    columns,
    unique: [
      ...given("key", (value) => rules.key(value), []),
      ...given("unique", (value) => rules.unique(value), []),
    ],
    references: given("references", (value) => rules.references(value), []),
    checks: given("checks", (value) => rules.checks(value), []),
    groups: given("groups", (value) => rules.groups(value), []),
    locate: (path) => yaml.locateValue(path),
    locateIn: (path, part, offset) => placeIn(text, yaml.locateValue(path), part, offset),
  };
  checkFreshness(fields, columns);
  if (fields.problems.length > 0) throw invalidSchema(file, fields.problems);
  return schema;
}

function readColumns(fields: FieldReader, yaml: YamlText, value: unknown): ColumnRules[] {
  const columns = [...(fields.mapping(value, ["columns"]) ?? [])].flatMap(
    ([name, inner]) => readColumn(fields, name, inner, ["columns", name]) ?? [],
  );
  // JavaScript puts keys that are whole numbers first.
  if (!columns.some(({ name }) => /^\d+$/.test(name))) return columns;
  const placed = columns.map((column) => ({ column, at: yaml.locateKey(["columns"], column.name) }));
  placed.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return placed.map(({ column }) => column);
}

/** What freshness is measured against has to be a time. */
function checkFreshness(fields: FieldReader, columns: readonly ColumnRules[]): void {
  for (const { name, freshness, warn } of columns) {
    for (const [of, path] of [
      [freshness?.of, ["columns", name, "freshness", "of"]],
      [warn?.freshness?.of, ["columns", name, "warn", "freshness", "of"]],
    ] as const) {
      if (of === undefined) continue;
      const other = columns.find((column) => column.name === of);
      if (other?.type === "date" || other?.type === "datetime") continue;
      fields.refuse(path, `freshness: ${of} is no column of the schema of type date or datetime`);
    }
  }
}

/** Plain and quoted texts of one line are found; of others the beginning is told. */
function placeIn(text: string, start: SourceLocation, part: string, offset: number): SourceLocation {
  const line = text.split(/\r\n|\n|\r/)[start.line - 1] ?? "";
  const before = start.column - 1;
  if (line.startsWith(part, before)) return { ...start, column: start.column + offset };
  const quoted = /["']/.test(line.charAt(before)) && line.startsWith(part, before + 1);
  return quoted ? { ...start, column: start.column + 1 + offset } : start;
}

function checkVersion(fields: FieldReader, version: unknown, kind: unknown): void {
  if (version !== undefined && version !== 1) {
    const newer = typeof version === "number" && version > 1;
    const message = newer
      ? `the schema is of version ${version}, and this mlx reads version 1; install a newer mlx`
      : "mlx: expected 1, the version of the format";
    fields.refuse(["mlx"], message);
  }
  if (kind !== undefined && kind !== "schema") fields.refuse(["kind"], "kind: expected schema");
}
