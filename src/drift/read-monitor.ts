import { MlxError, type Problem } from "../core/errors.js";
import { FieldReader } from "../core/field-reader.js";
import { countOf } from "../core/format-bytes.js";
import type { YamlText } from "../core/plain-yaml.js";
import { readYaml } from "../core/read-yaml.js";
import { displayPath } from "../core/visible-text.js";
import {
  type ChangeLimits,
  type ColumnRole,
  columnKinds,
  type DecidingTests,
  type DriftMonitor,
  defaultEffectAlone,
  defaultLeastRows,
  defaultLimits,
  defaultTests,
  defaultThresholds,
  driftTests,
  type MonitorColumn,
  testsOfKind,
} from "./monitor.js";
import { MonitorFields } from "./monitor-fields.js";
import { readAlerts, readDatasetRule } from "./read-alerts.js";
import { readMonitorColumn } from "./read-monitor-column.js";
import { parseWindowLength } from "./window-length.js";

const keys = [
  ...["mlx", "kind", "description", "data", "columns", "tests", "thresholds", "changes", "rows", "dataset"],
  ...["alerts", "window", "segments", "performance"],
];
const limitKeys = [
  "missingness",
  "new_categories",
  "lost_categories",
  "out_of_range",
  "not_finite",
] as const satisfies readonly (keyof ChangeLimits)[];

/** Most problems of the YAML itself that are told. */
const mostSyntaxProblems = 10;

/**
 * Reads a `*.drift.yaml`.
 * @param name of the monitor. @param file how messages call it.
 * @throws {MlxError} `MLX_INVALID_MONITOR`, exit 2, with every mistake and its place.
 */
export function readMonitor(text: string, name: string, file: string): DriftMonitor {
  const yaml = readYaml(text, file);
  if (yaml.problems.length > 0) throw invalidMonitor(file, yaml.problems.slice(0, mostSyntaxProblems));
  if (typeof yaml.value !== "object" || yaml.value === null || Array.isArray(yaml.value)) {
    const message = "expected a mapping with mlx, kind and columns";
    throw invalidMonitor(file, [{ file, line: 1, column: 1, message }]);
  }
  const fields = new MonitorFields(new FieldReader(yaml));
  const root = fields.reader.fields(yaml.value, [], keys) ?? new Map<string, unknown>();
  checkVersion(fields.reader, root.get("mlx"), root.get("kind"));
  const monitor = readFields(fields, root, yaml, name, file);
  if (fields.reader.problems.length > 0) throw invalidMonitor(file, fields.reader.problems);
  return monitor;
}

function readFields(
  fields: MonitorFields,
  root: ReadonlyMap<string, unknown>,
  yaml: YamlText,
  name: string,
  file: string,
): DriftMonitor {
  const { reader } = fields;
  const given = <T>(key: string, read: (value: unknown) => T, otherwise: T): T =>
    root.has(key) ? read(root.get(key)) : otherwise;
  given("description", (value) => reader.text(value, ["description"]), undefined);
  const columns = readColumns(fields, yaml, root.get("columns"));
  const names = columns.map((column) => column.name);
  const data = given("data", (value) => reader.text(value, ["data"]), undefined);
  const rows = given("rows", (value) => reader.fields(value, ["rows"], ["least", "effectAlone"]), undefined);
  const count = (key: string, otherwise: number) =>
    rows?.has(key) ? (fields.count(rows.get(key), ["rows", key]) ?? otherwise) : otherwise;
  const window = given("window", (value) => readWindow(fields, value, names), undefined);
  return {
    name,
    file,
    ...(data !== undefined && { data }),
    columns,
    tests: given("tests", (value) => readTests(fields, value), defaultTests),
    thresholds: {
      ...defaultThresholds,
      ...given("thresholds", (value) => fields.thresholds(value, ["thresholds"], driftTests), {}),
    },
    effectAlone: count("effectAlone", defaultEffectAlone),
    leastRows: count("least", defaultLeastRows),
    limits: {
      ...defaultLimits,
      ...given("changes", (value) => fields.shares(value, ["changes"], limitKeys), {}),
    },
    dataset: given("dataset", (value) => readDatasetRule(fields, value, ["dataset"]), undefined) ?? {
      columns: 1,
    },
    alerts: given("alerts", (value) => readAlerts(fields, value, names), []),
    ...(window && { window }),
    segments: given("segments", (value) => fields.columnNames(value, ["segments"], names), []),
    performance: readPerformance(fields, root.get("performance"), names),
    locateColumn: (column) => yaml.locateKey(["columns"], column),
  };
}

function readColumns(fields: MonitorFields, yaml: YamlText, value: unknown): MonitorColumn[] {
  const { reader } = fields;
  const mapping = reader.mapping(value, ["columns"]);
  if (mapping === undefined) return [];
  if (mapping.size === 0) reader.refuse(["columns"], "columns: name at least one");
  const columns = [...mapping].flatMap(
    ([name, inner]) => readMonitorColumn(fields, name, inner, ["columns", name]) ?? [],
  );
  for (const role of ["prediction", "label"] as const satisfies readonly ColumnRole[]) {
    const [, second] = columns.filter((column) => column.role === role && !column.ignored);
    if (second === undefined) continue;
    reader.refuse(
      ["columns", second.name],
      `columns.${second.name}: two columns have the role ${role}; keep one`,
    );
  }
  // JavaScript puts keys that are whole numbers first.
  if (!columns.some(({ name }) => /^\d+$/.test(name))) return columns;
  const placed = columns.map((column) => ({ column, at: yaml.locateKey(["columns"], column.name) }));
  placed.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return placed.map(({ column }) => column);
}

function readTests(fields: MonitorFields, value: unknown): DecidingTests {
  const mapping = fields.reader.fields(value, ["tests"], columnKinds);
  const chosen = columnKinds.flatMap((kind) => {
    if (!mapping?.has(kind)) return [];
    return [[kind, fields.tests(mapping.get(kind), ["tests", kind], testsOfKind[kind]) ?? []] as const];
  });
  return { ...defaultTests, ...Object.fromEntries(chosen) };
}

function readWindow(fields: MonitorFields, value: unknown, names: readonly string[]) {
  const mapping = fields.reader.fields(value, ["window"], ["column", "length"]);
  if (mapping === undefined) return undefined;
  const column = fields.columnName(mapping.get("column"), ["window", "column"], names);
  const given = mapping.get("length");
  const length = typeof given === "number" ? String(given) : fields.reader.text(given, ["window", "length"]);
  if (column === undefined || length === undefined) return undefined;
  if (parseWindowLength(length) === undefined) {
    return fields.reader.refuse(
      ["window", "length"],
      `window.length: expected such as 6h, 1d, 1w, 1mo or 1y, or a number, found ${JSON.stringify(length)}`,
    );
  }
  return { column, length };
}

function readPerformance(fields: MonitorFields, value: unknown, names: readonly string[]) {
  const threshold = 0.05;
  if (value === undefined) return { threshold };
  const path = ["performance"];
  const mapping = fields.reader.fields(value, path, ["score", "threshold"]);
  const score = mapping?.has("score")
    ? fields.columnName(mapping.get("score"), [...path, "score"], names)
    : undefined;
  const given = mapping?.has("threshold")
    ? fields.amount(mapping.get("threshold"), [...path, "threshold"])
    : undefined;
  return { ...(score !== undefined && { score }), threshold: given ?? threshold };
}

function checkVersion(reader: FieldReader, version: unknown, kind: unknown): void {
  if (typeof version === "number" && version > 1) {
    reader.refuse(
      ["mlx"],
      `the monitor is of version ${version}, and this mlx reads version 1; install a newer mlx`,
    );
  } else if (version !== undefined && version !== 1) {
    reader.refuse(["mlx"], "mlx: expected 1, the version of the format");
  }
  if (kind !== undefined && kind !== "drift-monitor") reader.refuse(["kind"], "kind: expected drift-monitor");
}

function invalidMonitor(file: string, problems: readonly Problem[]): MlxError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const [only, second] = sorted;
  const single = second === undefined ? only : undefined;
  const message =
    single?.message ?? `${displayPath(file)} cannot be used: ${countOf(sorted.length, "problem")}`;
  return new MlxError("MLX_INVALID_MONITOR", message, {
    hint: "docs/drift.md describes every key",
    exitCode: 2,
    ...(single && { at: { file: single.file, line: single.line, column: single.column } }),
    problems: sorted,
  });
}
