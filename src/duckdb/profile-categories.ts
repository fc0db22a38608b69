import { type CategoryCounts, categoricalOnBaseline, mostCategories } from "../drift/categories.js";
import type { CategoricalProfile, Redaction } from "../drift/profile.js";
import type { Engine } from "./engine.js";
import { groupsOf } from "./groups-of.js";
import { quoteText } from "./table-source.js";

export interface CategoriesToProfile {
  readonly kind: CategoricalProfile["kind"];
  /** An expression of type VARCHAR. */
  readonly value: string;
  readonly redact?: Redaction;
  readonly knots?: CategoricalProfile;
}

/** Longer values are cut, and told apart by the start of their SHA-256. */
const longestValue = 200;
/** Cells that are counted at once: a statement for each column of a wide table takes longer than its rows. */
const cellsAtOnce = 100_000;

/** Counts the values of columns of text of one table; in the order given. */
export async function profileCategories(
  engine: Engine,
  table: string,
  columns: readonly CategoriesToProfile[],
): Promise<CategoricalProfile[]> {
  if (columns.length === 0) return [];
  const [counted] = await engine.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`);
  const rows = counted?.rows ?? 0;
  const profiles: CategoricalProfile[] = [];
  for (const group of groupsOf(columns, Math.max(1, Math.floor(cellsAtOnce / Math.max(1, rows)))))
    profiles.push(...(await profileGroup(engine, table, rows, group)));
  return profiles;
}

interface Counted {
  readonly col: number;
  readonly v: string;
  readonly n: number;
}

async function profileGroup(
  engine: Engine,
  table: string,
  rows: number,
  columns: readonly CategoriesToProfile[],
): Promise<CategoricalProfile[]> {
  const counts = await countTable(engine, table, columns);
  const sums = await engine.query<{ col: number; held: number; values: number }>(
    `SELECT col, sum(n)::BIGINT AS held, count(*) AS "values" FROM ${counts} GROUP BY col`,
  );
  const known = await knownTable(engine, columns);
  const ask = (where: string, order: string, most: number | undefined) =>
    engine.query<Counted>(
      `SELECT col, v, n FROM ${counts} WHERE ${where}${most === undefined ? "" : ` QUALIFY row_number() OVER (PARTITION BY col ORDER BY ${order}) <= ${most}`} ORDER BY col, ${order}`,
    );
  const listed = (test: string) => `${test} (SELECT col, v FROM ${known})`;
  const isFree = isAmong(columns, ({ redact, knots }) => redact !== "drop" && knots === undefined);
  const isOnKnots = isAmong(columns, ({ redact, knots }) => redact !== "drop" && knots !== undefined);
  const top = byColumn(await ask(isFree, "n DESC, v", mostCategories));
  const met = byColumn(known === undefined ? [] : await ask(listed("(col, v) IN"), "n DESC, v", undefined));
  const isFresh = known === undefined ? isOnKnots : `${isOnKnots} AND ${listed("(col, v) NOT IN")}`;
  const fresh = byColumn(isOnKnots === "false" ? [] : await ask(isFresh, "sha256(v), v", mostCategories));
  await engine.run(`DROP TABLE ${counts}${known === undefined ? "" : `; DROP TABLE ${known}`}`);
  const held = new Map(sums.map((sum) => [sum.col, sum]));
  return columns.map(({ kind, redact, knots }, at): CategoricalProfile => {
    const { held: present = 0, values: distinct = 0 } = held.get(at) ?? {};
    const base = { kind, rows, nulls: rows - present };
    if (redact === "drop") return { ...base, distinct, top: [], other: present };
    if (knots === undefined) {
      const common = top.get(at) ?? [];
      return { ...base, distinct, top: common, other: present - sum(common) };
    }
    const of = met.get(at) ?? [];
    return categoricalOnBaseline({ ...base, top: of, fresh: fresh.get(at) ?? [], other: present - sum(of) });
  });
}

/** A table of how often each value of each column comes, columns by their place, values as they are shown. */
async function countTable(
  engine: Engine,
  table: string,
  columns: readonly CategoriesToProfile[],
): Promise<string> {
  const counts = engine.newName();
  const values = columns.map(({ value }) => value);
  const groups =
    columns.length === 1
      ? `SELECT 0 AS col, v, count(*) AS n FROM (SELECT ${values.join("")} AS v FROM ${table}) WHERE v IS NOT NULL GROUP BY v`
      : `SELECT col, v, count(*) AS n FROM (SELECT unnest([${[...values.keys()].join(", ")}]) AS col, unnest([${values.join(", ")}]) AS v FROM ${table}) WHERE v IS NOT NULL GROUP BY col, v`;
  const isHashed = isAmong(columns, ({ redact }) => redact === "hash");
  const shown = `CASE WHEN ${isHashed} THEN substr(sha256(v), 1, 16) WHEN length(v) > ${longestValue} THEN left(v, ${longestValue - 40}) || '… ' || substr(sha256(v), 1, 16) ELSE v END`;
  await engine.run(`CREATE TEMP TABLE ${counts} AS SELECT col, ${shown} AS v, n FROM (${groups})`);
  return counts;
}

/** A table of the values that the baselines of columns list; undefined where they list none. */
async function knownTable(
  engine: Engine,
  columns: readonly CategoriesToProfile[],
): Promise<string | undefined> {
  const rows = columns.flatMap(({ redact, knots }, at) =>
    redact === "drop" ? [] : (knots?.top ?? []).map(([value]) => `(${at}, ${quoteText(value)})`),
  );
  if (rows.length === 0) return undefined;
  const known = engine.newName();
  await engine.run(`CREATE TEMP TABLE ${known} AS SELECT * FROM (VALUES ${rows.join(", ")}) AS t(col, v)`);
  return known;
}

/** A condition on the place of a column. */
function isAmong(
  columns: readonly CategoriesToProfile[],
  test: (column: CategoriesToProfile) => boolean,
): string {
  const places = columns.flatMap((column, at) => (test(column) ? [at] : []));
  if (places.length === columns.length) return "true";
  return places.length === 0 ? "false" : `col IN (${places.join(", ")})`;
}

function byColumn(rows: readonly Counted[]): Map<number, [value: string, count: number][]> {
  const columns = new Map<number, [value: string, count: number][]>();
  for (const { col, v, n } of rows) {
    const known = columns.get(col);
    if (known === undefined) columns.set(col, [[v, n]]);
    else known.push([v, n]);
  }
  return columns;
}

function sum(counts: CategoryCounts): number {
  return counts.reduce((total, [, count]) => total + count, 0);
}
