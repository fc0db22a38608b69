import { MlxError } from "../../core/errors.js";
import { formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { ColumnKind, DataProfile } from "../../drift/profile.js";
import { typeSuits } from "../../drift/schema-changes.js";
import { quoteName, type TableSource } from "../../duckdb/table-source.js";

/** Values of a column that cannot be read as its kind: a profile counts them as missing. */
export interface LostValues {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly lost: number;
  /** Rows that have a value. */
  readonly held: number;
}

const nouns: Partial<Record<ColumnKind, string>> = {
  numeric: "numbers",
  timestamp: "times",
  embedding: "vectors of the usual length",
};

/** The columns of a profile whose type is not that of their kind, and that have lost values over it. */
export async function lostValues(source: TableSource, { columns }: DataProfile): Promise<LostValues[]> {
  const types = new Map(source.columns.map(({ name, type }) => [name, type]));
  const found: LostValues[] = [];
  for (const { name, profile } of columns) {
    const { kind, rows, nulls } = profile;
    const type = types.get(name);
    const isPlain =
      type !== undefined && typeSuits(kind, type) && (kind !== "embedding" || type.endsWith("]"));
    if (type === undefined || nouns[kind] === undefined || isPlain) continue;
    const [row] = await source.query<{ held: number }>(
      `SELECT count(${quoteName(name)}) AS held FROM ${source.table}`,
    );
    const held = row?.held ?? 0;
    const lost = held - (rows - nulls);
    if (lost > 0) found.push({ name, kind, lost, held });
  }
  return found;
}

/** For people: how many values of a column count as missing, and why. */
export function lostText({ name, kind, lost, held }: LostValues): string {
  const shown = displayPath(name);
  return `${shown}: ${formatCount(lost)} of ${formatCount(held)} values are no ${nouns[kind] ?? kind} and count as missing`;
}

/** @throws {MlxError} `MLX_USAGE`, exit 2, for a column of which no value can be read as what it was said to be. */
export function requireSomeLeft(all: readonly LostValues[]): void {
  const gone = all.find(({ lost, held }) => lost === held);
  if (gone === undefined) return;
  const { name, kind, held } = gone;
  throw new MlxError(
    "MLX_USAGE",
    `${displayPath(name)} cannot be taken for ${kind}: none of its ${formatCount(held)} values is of that kind`,
    { hint: `leave its kind to mlx, or say another: --kind ${displayPath(name)}=KIND`, exitCode: 2 },
  );
}
