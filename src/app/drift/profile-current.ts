import type { CurrentData } from "../../drift/check.js";
import type { DriftMonitor, MonitorColumn } from "../../drift/monitor.js";
import type { DataProfile, NamedProfile } from "../../drift/profile.js";
import { type CurrentColumn, typeSuits } from "../../drift/schema-changes.js";
import { columnValue } from "../../duckdb/column-values.js";
import { groupsOf } from "../../duckdb/groups-of.js";
import { profileSource } from "../../duckdb/profile-source.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";
import { vectorColumns } from "../../duckdb/vector-columns.js";

/** Profiles what a monitor looks at, on the knots of its baseline. @param without columns that are left out. */
export async function profileCurrent(
  source: TableSource,
  monitor: DriftMonitor,
  baseline: DataProfile,
  without: readonly string[] = [],
): Promise<CurrentData> {
  const known = new Map(baseline.columns.map((column) => [column.name, column]));
  const looked = monitor.columns.filter(
    ({ name, ignored }) => !ignored && known.has(name) && !without.includes(name),
  );
  const columns = await currentColumns(source, looked, known);
  const present = new Map(columns.map((column) => [column.name, column]));
  const profiled = looked.filter((column) => {
    const now = present.get(column.name);
    if (now === undefined) return false;
    const isAsBefore = now.type === known.get(column.name)?.type;
    return isAsBefore || typeSuits(column.kind, now.type) || now.readable?.values === 0;
  });
  const profile = await profileSource(
    source,
    profiled.map(({ name, kind, redact }) => ({ name, kind, ...(redact && { redact }) })),
    baseline,
  );
  return { profile, columns };
}

/** The columns of the data; the parts of an embedding that lies in several are one. */
async function currentColumns(
  source: TableSource,
  looked: readonly MonitorColumn[],
  before: ReadonlyMap<string, NamedProfile>,
): Promise<readonly CurrentColumn[]> {
  const names = new Set(source.columns.map(({ name }) => name));
  const parts = new Set<string>();
  const vectors = looked.flatMap(({ name, kind }): CurrentColumn[] => {
    if (kind !== "embedding" || names.has(name)) return [];
    const found = vectorColumns(source.columns, name);
    for (const part of found) parts.add(part);
    return found.length === 0 ? [] : [{ name, type: `DOUBLE[${found.length}]` }];
  });
  const kinds = new Map(looked.map(({ name, kind }) => [name, kind]));
  const unfit = source.columns.flatMap(({ name, type }) => {
    const kind = kinds.get(name);
    // A column without any value has whatever type its file gives it.
    return kind === undefined || type === before.get(name)?.type ? [] : [{ name, type, kind }];
  });
  const readable = await countReadable(source, unfit);
  const own = source.columns
    .filter(({ name }) => !parts.has(name))
    .map(({ name, type }): CurrentColumn => {
      const counts = readable.get(name);
      return { name, type, ...(counts && { readable: counts }) };
    });
  return [...own, ...vectors];
}

type Unfit = Pick<MonitorColumn, "name" | "kind"> & { readonly type: string };

async function countReadable(source: TableSource, columns: readonly Unfit[]) {
  const counts = new Map<string, { readonly values: number; readonly fitting: number }>();
  for (const group of groupsOf(columns, 100)) {
    const counted = group.map(({ name, type, kind }, place) => {
      // Categories and texts are made of anything.
      const fits =
        kind === "numeric" || kind === "timestamp" ? columnValue(name, type, kind) : quoteName(name);
      return `count(${quoteName(name)}) AS held_${place}, count(${fits}) AS fitting_${place}`;
    });
    const [row] = await source.query<Record<string, number>>(
      `SELECT ${counted.join(", ")} FROM ${source.table}`,
    );
    for (const [place, { name }] of group.entries())
      counts.set(name, { values: row?.[`held_${place}`] ?? 0, fitting: row?.[`fitting_${place}`] ?? 0 });
  }
  return counts;
}
