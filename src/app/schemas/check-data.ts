import { checkColumns } from "../../schemas/check-columns.js";
import { type CheckedTable, planChecks, type ReferencedTable } from "../../schemas/plan-checks.js";
import { sqlText } from "../../schemas/sql-text.js";
import type { DataSchema } from "../../schemas/types.js";
import type { Violation } from "../../schemas/violation.js";
import type { App } from "../app.js";
import type { DataSource } from "../drift/open-data.js";
import { openDataSource } from "../drift/open-data.js";
import { missingReferenceColumns } from "./missing-reference-columns.js";
import { bindExpressions, readExpressions } from "./read-expressions.js";
import { runChecks } from "./run-checks.js";

/** What a check of a file against a schema found. */
export interface DataCheck {
  /** As the user typed it. */
  readonly file: string;
  /** From the repository's top. */
  readonly schema: string;
  readonly rows: number;
  readonly columns: number;
  /** How many questions were asked of the data. */
  readonly rules: number;
  /** Rules that could not be checked because a column that they need is not in the file, as paths of the schema. */
  readonly skipped: readonly string[];
  /** Errors first, then in the order of the schema. */
  readonly violations: readonly Violation[];
  readonly notes: readonly string[];
}

/** How a source is laid out, as the plan wants it. */
export function checkedTable({ columns, table, rowNumber, format }: DataSource): CheckedTable {
  return { columns, table, rowNumber, textual: format === "csv" || format === "tsv" };
}

/** A file that is open, with those that its schema refers to, and no way to any other. */
export interface PreparedSource {
  readonly source: DataSource;
  /** By the `file` of a reference. */
  readonly referenced: ReadonlyMap<string, ReferencedTable>;
}

/** Opens what a schema refers to, and locks the engine. To be done once for a source. */
export async function prepareSource(
  app: App,
  source: DataSource,
  schema: DataSchema,
): Promise<PreparedSource> {
  const referenced = await openReferences(app, source, schema);
  await lockDown(source, [...referenced.values()]);
  return { source, referenced };
}

/** Holds a file against a schema. @param examples rows to name of each violation. */
export async function checkData(
  app: App,
  { source, referenced }: PreparedSource,
  schema: DataSchema,
  examples: number,
): Promise<DataCheck> {
  const expressions = await readExpressions(source, schema);
  const table = checkedTable(source);
  const plan = planChecks(schema, table, { now: app.now(), expressions, referenced });
  await bindExpressions(source, schema, plan, expressions);
  const { rows, violations: broken } = await runChecks({ source, schema, plan, examples });
  const violations = [...checkColumns(schema, table), ...broken];
  const weight = { error: 0, warning: 1 };
  return {
    ...{ file: source.file, schema: schema.file, rows, columns: source.columns.length },
    rules: plan.checks.length,
    skipped: plan.skipped.map((path) => path.join(".")),
    violations: violations.toSorted((a, b) => weight[a.severity] - weight[b.severity]),
    notes: source.notes,
  };
}

/** The other files that the schema refers to, in the same database. Their paths are from the repository's top. */
async function openReferences(
  app: App,
  source: DataSource,
  schema: DataSchema,
): Promise<ReadonlyMap<string, ReferencedTable & { readonly path: string }>> {
  const opened = new Map<string, DataSource>();
  if (schema.references.length === 0) return opened;
  const { root } = await app.workspace();
  const top = app.inFolder(root);
  for (const file of new Set(schema.references.map((reference) => reference.file))) {
    opened.set(file, await openDataSource(top, file, { asText: true, beside: source }));
  }
  missingReferenceColumns(schema, opened);
  return opened;
}

/**
 * From now on no statement reaches a file that is not open already. The expressions of a schema hold no SELECT, so none could name
 * a file; this is the second door. The engine refuses to open it again, or to allow other paths, as long as the database is open.
 */
async function lockDown(source: DataSource, others: readonly { readonly path: string }[]): Promise<void> {
  const paths = [source.path, ...others.map(({ path }) => path)].map(sqlText).join(", ");
  await source.query(`SET allowed_paths = [${paths}]`);
  await source.query("SET enable_external_access = false");
}
