import type { YamlPath } from "../core/yaml-source.js";
import { type AlertRule, columnRoles, type DatasetRule } from "./monitor.js";
import type { MonitorFields } from "./monitor-fields.js";

const levels = ["warning", "drift"] as const;

/** `{columns: 1}` or `{share: 0.5}`. */
export function readDatasetRule(
  fields: MonitorFields,
  value: unknown,
  path: YamlPath,
): DatasetRule | undefined {
  const mapping = fields.reader.fields(value, path, ["columns", "share"]);
  if (mapping === undefined) return undefined;
  if (mapping.size !== 1) {
    return fields.reader.refuse(path, "expected either columns, a number of them, or share, of them");
  }
  const share = mapping.has("share") ? fields.share(mapping.get("share"), [...path, "share"]) : undefined;
  if (share !== undefined) return { share };
  const columns = mapping.has("columns")
    ? fields.count(mapping.get("columns"), [...path, "columns"])
    : undefined;
  return columns === undefined ? undefined : { columns };
}

/** The list of `alerts:`. @param names of the monitor's columns. */
export function readAlerts(fields: MonitorFields, value: unknown, names: readonly string[]): AlertRule[] {
  const items = fields.reader.list(value, ["alerts"]) ?? [];
  return items.flatMap((item, index) => readAlert(fields, item, ["alerts", index], names) ?? []);
}

const keys = ["name", "columns", "roles", "verdict", "count", "share", "then"];

function readAlert(
  fields: MonitorFields,
  value: unknown,
  path: YamlPath,
  names: readonly string[],
): AlertRule | undefined {
  const { reader } = fields;
  const mapping = reader.fields(value, path, keys);
  if (mapping === undefined) return undefined;
  const read = <T>(key: string, reading: (value: unknown, at: YamlPath) => T | undefined): T | undefined =>
    mapping.has(key) ? reading(mapping.get(key), [...path, key]) : undefined;
  const name = reader.text(mapping.get("name"), [...path, "name"]);
  const columns = read("columns", (it, at) => fields.columnNames(it, at, names));
  const roles = read("roles", (it, at) =>
    Array.isArray(it)
      ? it.flatMap((role, index) => reader.choice(role, [...at, index], columnRoles) ?? [])
      : [reader.choice(it, at, columnRoles) ?? []].flat(),
  );
  const verdict = read("verdict", (it, at) => reader.choice(it, at, levels)) ?? "drift";
  const then = reader.choice(mapping.get("then"), [...path, "then"], levels);
  const share = read("share", (it, at) => fields.share(it, at));
  const count = read("count", (it, at) => fields.count(it, at));
  if (share !== undefined && count !== undefined) reader.refuse(path, "give either count or share");
  if (name === undefined || then === undefined) return undefined;
  return {
    name,
    ...(columns && { columns }),
    ...(roles && { roles }),
    verdict,
    needs: share === undefined ? { columns: count ?? 1 } : { share },
    raisesTo: then,
  };
}
