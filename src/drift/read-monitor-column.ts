import type { YamlPath } from "../core/yaml-source.js";
import { type ColumnRole, columnKinds, columnRoles, type MonitorColumn, testsOfKind } from "./monitor.js";
import type { MonitorFields } from "./monitor-fields.js";
import type { ColumnKind, Redaction } from "./profile.js";

const keys = ["kind", "role", "ignore", "redact", "tests", "thresholds"];
const redactions = ["hash", "drop"] as const satisfies readonly Redaction[];

/** One entry of `columns:`: a mapping, or `ignore`. */
export function readMonitorColumn(
  fields: MonitorFields,
  name: string,
  value: unknown,
  path: YamlPath,
): MonitorColumn | undefined {
  const { reader } = fields;
  if (value === "ignore") return { name, kind: "categorical", role: "feature", ignored: true };
  const mapping = reader.fields(value, path, keys);
  if (mapping === undefined) return undefined;
  const read = <T>(key: string, reading: (value: unknown, at: YamlPath) => T | undefined): T | undefined =>
    mapping.has(key) ? reading(mapping.get(key), [...path, key]) : undefined;
  const ignored = read("ignore", (it, at) => reader.boolean(it, at)) ?? false;
  const kind = mapping.has("kind")
    ? reader.choice(mapping.get("kind"), [...path, "kind"], columnKinds)
    : ignored
      ? "categorical"
      : reader.refuse(path, `columns.${name}: kind is missing; one of ${columnKinds.join(", ")}`);
  if (kind === undefined) return undefined;
  const role = read("role", (it, at) => readRole(fields, it, at, kind)) ?? usualRole(kind);
  const redact = read("redact", (it, at) => reader.choice(it, at, redactions));
  const tests = read("tests", (it, at) => fields.tests(it, at, testsOfKind[kind]));
  const thresholds = read("thresholds", (it, at) => fields.thresholds(it, at, testsOfKind[kind]));
  return {
    name,
    kind,
    role,
    ignored,
    ...(redact && { redact }),
    ...(tests && { tests }),
    ...(thresholds && { thresholds }),
  };
}

/** What a column of a kind is for, where nothing else is said. */
export function usualRole(kind: ColumnKind): ColumnRole {
  return kind === "timestamp" || kind === "text" || kind === "embedding" ? kind : "feature";
}

function readRole(
  fields: MonitorFields,
  value: unknown,
  path: YamlPath,
  kind: ColumnKind,
): ColumnRole | undefined {
  const role = fields.reader.choice(value, path, columnRoles);
  if ((role === "text" || role === "embedding") && role !== kind) {
    return fields.reader.refuse(path, `role ${role} is for columns of kind ${role}; this one is ${kind}`);
  }
  return role;
}
