import type { Problem } from "../../core/errors.js";
import type { TableSource } from "../../duckdb/table-source.js";
import { invalidSchema } from "../../schemas/invalid-schema.js";
import { judgeCheck, type Outcome } from "../../schemas/judge-checks.js";
import type { CheckPlan, FigureCheck, RowCheck, SqlCheck } from "../../schemas/sql-check.js";
import type { DataSchema } from "../../schemas/types.js";
import type { Example, Violation } from "../../schemas/violation.js";
import { engineReason } from "./read-expressions.js";

interface RunContext {
  readonly source: TableSource;
  readonly schema: DataSchema;
  readonly plan: CheckPlan;
  readonly rows: number;
  /** Rows to name of each violation. */
  readonly examples: number;
}

/** Checks that one pass over the data answers together. */
const batchSize = 250;

/**
 * Asks all questions of a plan: those about single rows and about figures together, one pass for many.
 * @throws {MlxError} `MLX_INVALID_SCHEMA` for an expression that cannot be worked out for some row.
 */
export async function runChecks(context: RunContext): Promise<Violation[]> {
  const { plan, schema } = context;
  const found = new Map<SqlCheck, Outcome>();
  for (const relation of ["values", "rows"] as const) {
    const checks = plan.checks.filter((check): check is RowCheck | FigureCheck =>
      check.kind === "row"
        ? check.relation === relation
        : check.kind === "figure" && check.distinctOf === undefined && relation === "values",
    );
    for (let start = 0; start < checks.length; start += batchSize) {
      const batch = checks.slice(start, start + batchSize);
      for (const [check, outcome] of await answers(context, relation, batch)) found.set(check, outcome);
    }
  }
  for (const check of plan.checks) {
    if (check.kind === "figure" && check.distinctOf !== undefined) {
      const of = `(${plan.relations.values(check.columns)})`;
      found.set(check, { figure: await countDistinct(context.source, check.distinctOf, of) });
    }
    if (check.kind === "query") found.set(check, await answerQuery(context, check.counts, check.finds));
  }
  return plan.checks.flatMap((check) => {
    const outcome = found.get(check);
    return (outcome && judgeCheck(check, outcome, schema)) ?? [];
  });
}

async function answers(
  context: RunContext,
  relation: RowCheck["relation"],
  batch: readonly (RowCheck | FigureCheck)[],
): Promise<ReadonlyMap<SqlCheck, Outcome>> {
  const { source, plan, rows } = context;
  const selects = batch.flatMap((check, index) =>
    check.kind === "figure"
      ? [`${check.figure} AS q${index}`]
      : [
          `count(*) FILTER (WHERE ${check.breaks}) AS q${index}`,
          ...(check.among === undefined ? [] : [`count(*) FILTER (WHERE ${check.among}) AS a${index}`]),
        ],
  );
  const from = `(${plan.relations[relation](batch.flatMap(({ columns }) => columns))})`;
  let row: Readonly<Record<string, unknown>> | undefined;
  try {
    [row] = await source.query<Record<string, unknown>>(`SELECT ${selects.join(", ")} FROM ${from}`);
  } catch (error) {
    if (relation === "values") throw error;
    throw await faultyExpressions(context, from, batch, error);
  }
  const outcomes = new Map<SqlCheck, Outcome>();
  for (const [index, check] of batch.entries()) {
    const value = row?.[`q${index}`];
    if (check.kind === "figure") {
      outcomes.set(check, { figure: value === null || value === undefined ? null : Number(value) });
      continue;
    }
    const count = Number(value ?? 0);
    const total = check.among === undefined ? rows : Number(row?.[`a${index}`] ?? 0);
    const of = `(${plan.relations[relation](check.columns)})`;
    const finds = `SELECT mlx_row AS row, ${check.shows ?? "NULL"} AS shown FROM ${of} WHERE ${check.breaks} ORDER BY mlx_row`;
    outcomes.set(check, { count, total, examples: count === 0 ? [] : await find(context, finds) });
  }
  return outcomes;
}

/** The engine can put a list of different values on disk, and not the inside of an aggregate. */
async function countDistinct(source: TableSource, value: string, from: string): Promise<number> {
  const [row] = await source.query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT DISTINCT ${value} AS value FROM ${from}) WHERE value IS NOT NULL`,
  );
  return Number(row?.n ?? 0);
}

async function answerQuery(context: RunContext, counts: string, finds: string): Promise<Outcome> {
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

/** Which expressions of a batch the engine could not work out, and why. */
async function faultyExpressions(
  { source, schema }: RunContext,
  from: string,
  batch: readonly (RowCheck | FigureCheck)[],
  error: unknown,
): Promise<Error> {
  // The engine quotes the value that it stumbled over.
  const isHidden = schema.columns.some(({ redact }) => redact);
  const reasonOf = (reason: unknown) =>
    isHidden ? engineReason(reason).replace(/'[^']*'/g, "'…'") : engineReason(reason);
  const problems: Problem[] = [];
  for (const check of batch) {
    if (check.kind === "figure") continue;
    try {
      await source.query(`SELECT count(*) FILTER (WHERE ${check.breaks}) AS n FROM ${from}`);
    } catch (inner) {
      const message = `the check cannot be worked out: ${reasonOf(inner)}`;
      problems.push({ ...schema.locate(check.path), message });
    }
  }
  const top = {
    ...schema.locate(["checks"]),
    message: `the checks cannot be worked out: ${reasonOf(error)}`,
  };
  return invalidSchema(schema.file, problems.length > 0 ? problems : [top]);
}
