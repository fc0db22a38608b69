import type { SourceColumn } from "./table-source.js";

/** The columns `prefix_0`, `prefix_1`, … (also without the underscore) of a vector, in order; at least two. */
export function vectorColumns(columns: readonly SourceColumn[], prefix: string): string[] {
  const names = new Set(columns.map(({ name }) => name));
  for (const joint of ["_", ""]) {
    const parts: string[] = [];
    while (names.has(`${prefix}${joint}${parts.length}`)) parts.push(`${prefix}${joint}${parts.length}`);
    if (parts.length > 1) return parts;
  }
  return [];
}
