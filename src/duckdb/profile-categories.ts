import { type CategoryCounts, categoricalOnBaseline, mostCategories } from "../drift/categories.js";
import type { CategoricalProfile, Redaction } from "../drift/profile.js";
import type { Engine } from "./engine.js";
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

/** Counts the values of a column of text. */
export async function profileCategories(
  engine: Engine,
  table: string,
  { kind, value, redact, knots }: CategoriesToProfile,
): Promise<CategoricalProfile> {
  const shown =
    redact === "hash"
      ? "substr(sha256(v), 1, 16)"
      : `CASE WHEN length(v) > ${longestValue} THEN left(v, ${longestValue - 40}) || '… ' || substr(sha256(v), 1, 16) ELSE v END`;
  const groups = `SELECT ${shown} AS v, n FROM (SELECT v, count(*) AS n FROM (SELECT ${value} AS v FROM ${table}) WHERE v IS NOT NULL GROUP BY v)`;
  const counts = `${table}_counts`.replaceAll('"', "");
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${counts} AS ${groups}`);
  const [sums] = await engine.query<{ rows: number; held: number; values: number }>(
    `SELECT (SELECT count(*) FROM ${table}) AS rows, coalesce(sum(n), 0)::BIGINT AS held, count(*) AS "values" FROM ${counts}`,
  );
  const { rows = 0, held = 0, values: distinct = 0 } = sums ?? {};
  const base = { kind, rows, nulls: rows - held };
  const ask = (rest: string) => engine.query<{ v: string; n: number }>(`SELECT v, n FROM ${counts} ${rest}`);
  if (redact === "drop") return { ...base, distinct, top: [], other: held };
  if (knots === undefined) {
    const top = await ask(`ORDER BY n DESC, v LIMIT ${mostCategories}`);
    const listed = pairs(top);
    return { ...base, distinct, top: listed, other: held - sum(listed) };
  }
  const known = knots.top.map(([name]) => quoteText(name)).join(", ");
  const isKnown = known === "" ? "false" : `v IN (${known})`;
  const top = pairs(await ask(`WHERE ${isKnown} ORDER BY n DESC, v`));
  const fresh = pairs(await ask(`WHERE NOT (${isKnown}) ORDER BY sha256(v), v LIMIT ${mostCategories}`));
  return categoricalOnBaseline({ ...base, top, fresh, other: held - sum(top) });
}

function pairs(rows: readonly { v: string; n: number }[]): CategoryCounts {
  return rows.map(({ v, n }) => [v, n] as const);
}

function sum(counts: CategoryCounts): number {
  return counts.reduce((total, [, count]) => total + count, 0);
}
