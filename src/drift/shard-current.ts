import type { CurrentData } from "./check.js";
import type { DriftMonitor } from "./monitor.js";
import type { DataProfile } from "./profile.js";
import { type CurrentColumn, isComparable } from "./schema-changes.js";
import type { ShardProfile } from "./shard.js";

/**
 * What a check of the rows themselves would have found in them, as far as it needs no row.
 * @param shard a profile that fits the baseline and has a header.
 */
export function currentOfShard(
  { header = [], profile }: ShardProfile,
  baseline: DataProfile,
  monitor: DriftMonitor,
): CurrentData {
  const looked = new Set(monitor.columns.flatMap(({ name, ignored }) => (ignored ? [] : [name])));
  const before = new Map(baseline.columns.map((column) => [column.name, column]));
  const taken = new Map(profile.columns.map((column) => [column.name, column]));
  const columns = header.map(({ name, type, readable }): CurrentColumn => {
    const known = before.get(name);
    if (!looked.has(name) || known === undefined || known.type === type) return { name, type };
    if (readable !== undefined) return { name, type, readable };
    const own = taken.get(name)?.profile;
    // The vector of several columns: nobody asks whether its parts can be read.
    if (own === undefined || own.kind === "embedding") return { name, type };
    const values = own.rows - own.nulls;
    return { name, type, readable: { values, fitting: values } };
  });
  const present = new Map(columns.map((column) => [column.name, column]));
  const compared = profile.columns.filter(({ name, profile: { kind } }) => {
    const [now, known] = [present.get(name), before.get(name)];
    return (
      looked.has(name) && now !== undefined && known !== undefined && isComparable(kind, known.type, now)
    );
  });
  return { profile: { rows: profile.rows, columns: compared }, columns };
}
