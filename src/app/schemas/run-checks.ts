import type { TableSource } from "../../duckdb/table-source.js";
import { judgeCheck, type Outcome } from "../../schemas/judge-checks.js";
import type { QueryCheck, SqlCheck } from "../../schemas/sql-check.js";
import type { Example, Violation } from "../../schemas/violation.js";
import { countBreaking, firstLooks, type Look, type LookContext, type PassCheck } from "./first-looks.js";

interface RunContext extends LookContext {
  /** Rows to name of each violation. */
  readonly examples: number;
}

export interface ChecksOutcome {
  readonly rows: number;
  readonly violations: readonly Violation[];
}

/**
 * Asks all questions of a plan: those about single rows and about figures together, one pass for many. What is broken, and what needs
 * rows beside each other, is looked at again.
 * @throws {MlxError} `MLX_DATA_UNREADABLE`; `MLX_INVALID_SCHEMA` for an expression that cannot be worked out for some row.
 */
export async function runChecks(context: RunContext): Promise<ChecksOutcome> {
  const { plan, schema, source } = context;
  const { rows, looks } = await firstLooks(context);
  const reads = plan.checks.flatMap((check) => {
    if (check.kind === "query") return check.reads;
    const look = looks.get(check);
    return look === undefined || isBroken(look) ? check.columns : [];
  });
  await source.keep([...new Set(reads)]);
  const unsure = [...looks].flatMap(([check, look]) =>
    look === "some" && check.kind === "row" ? [check] : [],
  );
  const counts = await countBreaking(context, unsure);
  const outcomes = new Map<SqlCheck, Outcome>();
  for (const check of plan.checks) {
    if (check.kind === "query") outcomes.set(check, await answerQuery(context, check));
    else if (check.kind === "figure" && check.distinctOf !== undefined) {
      const of = `(${plan.relations.values(check.columns)})`;
      outcomes.set(check, { figure: await countDistinct(source, check.distinctOf, of) });
    } else {
      const look = looks.get(check);
      const found =
        look === "some" ? { count: check.kind === "row" ? (counts.get(check) ?? 0) : 0, total: rows } : look;
      if (found !== undefined) outcomes.set(check, await withExamples(context, check, found));
    }
  }
  const violations = plan.checks.flatMap((check) => {
    const outcome = outcomes.get(check);
    return (outcome && judgeCheck(check, outcome, schema)) ?? [];
  });
  return { rows, violations };
}

function isBroken(look: Look): boolean {
  return look === "some" || ("count" in look && look.count > 0);
}

async function withExamples(
  context: RunContext,
  check: PassCheck,
  found: Exclude<Look, "some">,
): Promise<Outcome> {
  if ("figure" in found) return found;
  if (check.kind === "figure" || found.count === 0) return { ...found, examples: [] };
  const of = `(${context.plan.relations[check.relation](check.columns)})`;
  const finds = `SELECT mlx_row AS row, ${check.shows ?? "NULL"} AS shown FROM ${of} WHERE ${check.breaks} ORDER BY mlx_row`;
  return { ...found, examples: await find(context, finds) };
}

/** The engine can put a list of different values on disk, and not the inside of an aggregate. */
async function countDistinct(source: TableSource, value: string, from: string): Promise<number> {
  const [row] = await source.query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT DISTINCT ${value} AS value FROM ${from}) WHERE value IS NOT NULL`,
  );
  return Number(row?.n ?? 0);
}

async function answerQuery(context: RunContext, { counts, finds }: QueryCheck): Promise<Outcome> {
  const [row] = await context.source.query<{ n: unknown; total: unknown }>(counts);
  const count = Number(row?.n ?? 0);
  return { count, total: Number(row?.total ?? 0), examples: count === 0 ? [] : await find(context, finds) };
}

async function find({ source, examples }: RunContext, finds: string): Promise<Example[]> {
  if (examples === 0) return [];
  const rows = await source.query<{ row: unknown; shown: unknown }>(`${finds} LIMIT ${examples}`);
  return rows.map(({ row, shown }) => ({
    row: row === null ? null : Number(row),
    value: shown === null || shown === undefined ? null : String(shown),
  }));
}
