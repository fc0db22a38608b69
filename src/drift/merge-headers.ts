import type { NamedProfile } from "./profile.js";
import { type CurrentColumn, needsCounts } from "./schema-changes.js";
import type { ShardProfile } from "./shard.js";
import { widestType } from "./widest-type.js";

interface Part {
  readonly column: CurrentColumn;
  readonly profile: NamedProfile | undefined;
}

/**
 * The columns of all shards as those of one file: in the order in which they are met, of the type that holds the values of all of them.
 * @returns undefined where a shard does not say which columns it has.
 */
export function mergeHeaders(
  shards: readonly Pick<ShardProfile, "header" | "profile">[],
): CurrentColumn[] | undefined {
  const parts = new Map<string, Part[]>();
  for (const { header, profile } of shards) {
    if (header === undefined) return undefined;
    const profiles = new Map(profile.columns.map((column) => [column.name, column]));
    for (const column of header) {
      const part = { column, profile: profiles.get(column.name) };
      const known = parts.get(column.name);
      if (known === undefined) parts.set(column.name, [part]);
      else known.push(part);
    }
  }
  return [...parts].map(([name, met]) => mergeColumn(name, met));
}

function mergeColumn(name: string, parts: readonly Part[]): CurrentColumn {
  const counts = parts.map(readableOf);
  const held = parts.filter((_, at) => (counts[at]?.values ?? 0) > 0);
  const types = (held.length === 0 ? parts : held).map(({ column }) => column.type);
  const type = widestType(types) ?? "VARCHAR";
  const isTold = parts.some(({ column }) => column.readable !== undefined);
  const kind = parts.find(({ profile }) => profile !== undefined)?.profile?.profile.kind;
  // The vector of several columns has no counts of its own.
  if (!isTold && (kind === "embedding" || !needsCounts(kind, type))) return { name, type };
  const values = counts.reduce((sum, each) => sum + each.values, 0);
  return { name, type, readable: { values, fitting: counts.reduce((sum, each) => sum + each.fitting, 0) } };
}

function readableOf({ column, profile }: Part): { readonly values: number; readonly fitting: number } {
  if (column.readable !== undefined) return column.readable;
  const values = profile === undefined ? 0 : profile.profile.rows - profile.profile.nulls;
  return { values, fitting: values };
}
