import type { NamedProfile } from "../../drift/profile.js";
import type { CurrentColumn } from "../../drift/schema-changes.js";
import { columnValue } from "../../duckdb/column-values.js";
import { groupsOf } from "../../duckdb/groups-of.js";
import { quoteName, type SourceColumn, type TableSource } from "../../duckdb/table-source.js";
import { vectorColumns } from "../../duckdb/vector-columns.js";
import { wordColumns } from "../../duckdb/word-columns.js";

/**
 * The columns of the data; the parts of an embedding that lies in several are one.
 * A column of nothing but words for missing values has none, where the baseline does not know it for text.
 * @param baseline its columns. @param isCounted of which columns to count the values, and those that are of their kind.
 */
export async function dataColumns(
  source: TableSource,
  baseline: readonly NamedProfile[],
  isCounted: (column: SourceColumn) => boolean,
): Promise<readonly CurrentColumn[]> {
  const names = new Set(source.columns.map(({ name }) => name));
  const parts = new Set<string>();
  const vectors = baseline.flatMap(({ name, profile: { kind } }): CurrentColumn[] => {
    if (kind !== "embedding" || names.has(name)) return [];
    const found = vectorColumns(source.columns, name);
    for (const part of found) parts.add(part);
    return found.length === 0 ? [] : [{ name, type: `DOUBLE[${found.length}]` }];
  });
  const own = source.columns.filter(({ name }) => !parts.has(name));
  const readable = await countReadable(source, own.filter(isCounted), baseline);
  return [
    ...own.map(({ name, type }): CurrentColumn => {
      const counts = readable.get(name);
      return { name, type, ...(counts && { readable: counts }) };
    }),
    ...vectors,
  ];
}

async function countReadable(
  source: TableSource,
  columns: readonly SourceColumn[],
  baseline: readonly NamedProfile[],
) {
  const kinds = new Map(baseline.map(({ name, profile: { kind } }) => [name, kind]));
  const texts = new Set(baseline.flatMap(({ name, type }) => (type === "VARCHAR" ? [name] : [])));
  const asked = new Set(columns.flatMap(({ name }) => (texts.has(name) ? [] : [name])));
  const blank = await wordColumns(source, (name) => asked.has(name));
  const counts = new Map<string, { readonly values: number; readonly fitting: number }>();
  for (const group of groupsOf(columns, 100)) {
    const counted = group.map(({ name, type }, place) => {
      const kind = kinds.get(name);
      // Categories and texts are made of anything.
      const fits =
        kind === "numeric" || kind === "timestamp" ? columnValue(name, type, kind) : quoteName(name);
      return `count(${quoteName(name)}) AS held_${place}, count(${fits}) AS fitting_${place}`;
    });
    const [row] = await source.query<Record<string, number>>(
      `SELECT ${counted.join(", ")} FROM ${source.table}`,
    );
    for (const [place, { name }] of group.entries()) {
      const [values, fitting] = [row?.[`held_${place}`] ?? 0, row?.[`fitting_${place}`] ?? 0];
      counts.set(name, blank.has(name) ? { values: 0, fitting: 0 } : { values, fitting });
    }
  }
  return counts;
}
