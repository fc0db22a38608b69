import type { Problem } from "../../core/errors.js";
import type { TableSource } from "../../duckdb/table-source.js";
import { invalidSchema } from "../../schemas/invalid-schema.js";
import type { CheckPlan, FigureCheck, RowCheck } from "../../schemas/sql-check.js";
import type { DataSchema } from "../../schemas/types.js";
import { orKept } from "./or-kept.js";
import { engineReason } from "./read-expressions.js";

export interface LookContext {
  readonly source: TableSource;
  readonly schema: DataSchema;
  readonly plan: CheckPlan;
}

/** A check that a pass over all rows answers, together with others. */
export type PassCheck = RowCheck | FigureCheck;

/** What a pass says of a check: its figure, its rows, or that some rows may break it. */
export type Look =
  | { readonly figure: number | null }
  | { readonly count: number; readonly total: number }
  | "some";

interface Looks {
  readonly rows: number;
  readonly looks: ReadonlyMap<PassCheck, Look>;
}

/** Checks that one pass over the data answers together. */
const batchSize = 250;
/** More passes over a text take longer than to put it into a table. */
const mostStreamedPasses = 2;

/**
 * Looks at all rows, in one pass for many checks. A text that cannot be read as it streams by is put into a table first, which tells
 * what is wrong with it.
 * @throws {MlxError} `MLX_DATA_UNREADABLE`; `MLX_INVALID_SCHEMA` for an expression that cannot be worked out for some row.
 */
export async function firstLooks(context: LookContext): Promise<Looks> {
  const { source, plan } = context;
  const ofValues: PassCheck[] = [];
  const ofRows: PassCheck[] = [];
  for (const check of plan.checks) {
    if (check.kind === "row") (check.relation === "values" ? ofValues : ofRows).push(check);
    else if (check.kind === "figure" && check.distinctOf === undefined) ofValues.push(check);
  }
  // The first pass counts the rows, whatever else it asks.
  const [first = [], ...others] = batchesOf(ofValues);
  const expressions = batchesOf(ofRows);
  if (1 + others.length + expressions.length > mostStreamedPasses) await source.keep();
  const { rows, looks } = await orKept([source], () => lookAt(context, "values", first));
  const all = new Map(looks);
  for (const [relation, batches] of [
    ["values", others],
    ["rows", expressions],
  ] as const) {
    for (const batch of batches) {
      for (const [check, look] of (await lookAt(context, relation, batch)).looks) all.set(check, look);
    }
  }
  return { rows, looks: all };
}

/** How many rows break checks of which no more is known than that some may. */
export async function countBreaking(
  { source, plan }: LookContext,
  checks: readonly RowCheck[],
): Promise<ReadonlyMap<RowCheck, number>> {
  const counts = new Map<RowCheck, number>();
  for (const batch of batchesOf(checks)) {
    const selects = batch.map(({ breaks }, index) => `count_if(${breaks}) AS q${index}`);
    const from = plan.relations.values(batch.flatMap(({ columns }) => columns));
    const [row] = await source.query<Record<string, unknown>>(`SELECT ${selects.join(", ")} FROM (${from})`);
    for (const [index, check] of batch.entries()) counts.set(check, Number(row?.[`q${index}`] ?? 0));
  }
  return counts;
}

function batchesOf<T>(checks: readonly T[]): T[][] {
  const starts = Array.from({ length: Math.ceil(checks.length / batchSize) }, (_, at) => at * batchSize);
  return starts.map((start) => checks.slice(start, start + batchSize));
}

async function lookAt(
  context: LookContext,
  relation: RowCheck["relation"],
  batch: readonly PassCheck[],
): Promise<Looks> {
  const { source, plan } = context;
  const read = new Set(batch.flatMap(({ columns }) => columns));
  // Of a streamed text the faults show in columns that are read.
  const isUnread = source.isStreamed && relation === "values";
  const raw = isUnread ? source.columns.map(({ name }) => name).filter((name) => !read.has(name)) : [];
  // Of hundreds of FILTERs in one query each would take longer than all of these together.
  const selects = batch.flatMap((check, index) => {
    if (check.kind === "figure") return [`${check.figure} AS q${index}`];
    const among = check.among === undefined ? [] : [`count_if(${check.among}) AS a${index}`];
    return [`${check.breaksSome ?? `count_if(${check.breaks})`} AS q${index}`, ...among];
  });
  const asked = ["count(*) AS n", ...selects, ...raw.map((_, at) => `count(mlx_u${at})`)];
  const from = `(${plan.relations[relation]([...read], { isNumbered: false, raw })})`;
  let row: Readonly<Record<string, unknown>> = {};
  try {
    [row = {}] = await source.query<Record<string, unknown>>(`SELECT ${asked.join(", ")} FROM ${from}`);
  } catch (error) {
    throw relation === "values" ? error : await faultyExpressions(context, from, batch, error);
  }
  const rows = Number(row["n"] ?? 0);
  const looks = new Map<PassCheck, Look>();
  for (const [index, check] of batch.entries()) {
    const value = row[`q${index}`] ?? null;
    if (check.kind === "figure") looks.set(check, { figure: value === null ? null : Number(value) });
    else if (check.breaksSome !== undefined)
      looks.set(check, value === true ? "some" : { count: 0, total: rows });
    else looks.set(check, { count: Number(value ?? 0), total: Number(row[`a${index}`] ?? rows) });
  }
  return { rows, looks };
}

/** Which expressions of a batch the engine could not work out, and why. */
async function faultyExpressions(
  { source, schema }: LookContext,
  from: string,
  batch: readonly PassCheck[],
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
      await source.query(`SELECT count_if(${check.breaks}) AS n FROM ${from}`);
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
