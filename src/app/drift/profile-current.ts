import type { CurrentData } from "../../drift/check.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import type { DataProfile } from "../../drift/profile.js";
import { isComparable } from "../../drift/schema-changes.js";
import { profileSource } from "../../duckdb/profile-source.js";
import type { TableSource } from "../../duckdb/table-source.js";
import { dataColumns } from "./data-columns.js";

/** Profiles what a monitor looks at, on the knots of its baseline. */
export async function profileCurrent(
  source: TableSource,
  monitor: DriftMonitor,
  baseline: DataProfile,
): Promise<CurrentData> {
  const known = new Map(baseline.columns.map((column) => [column.name, column]));
  const looked = monitor.columns.filter(({ name, ignored }) => !ignored && known.has(name));
  const names = new Set(looked.map(({ name }) => name));
  const columns = await dataColumns(
    source,
    baseline.columns,
    // A column without any value has whatever type its file gives it.
    ({ name, type }) => names.has(name) && type !== known.get(name)?.type,
  );
  const present = new Map(columns.map((column) => [column.name, column]));
  const profiled = looked.filter(({ name, kind }) => {
    const [now, before] = [present.get(name), known.get(name)];
    return now !== undefined && before !== undefined && isComparable(kind, before.type, now);
  });
  const profile = await profileSource(
    source,
    profiled.map(({ name, kind, redact }) => ({ name, kind, ...(redact && { redact }) })),
    baseline,
  );
  return { profile, columns };
}
