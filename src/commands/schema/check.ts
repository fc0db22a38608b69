import type { App } from "../../app/app.js";
import { openDataSource } from "../../app/drift/open-data.js";
import { checkData, type DataCheck, prepareSource } from "../../app/schemas/check-data.js";
import { findSchema } from "../../app/schemas/find-schema.js";
import { readSchemaFile } from "../../app/schemas/read-schema-file.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { closest } from "../../core/suggest.js";
import type { DataSchema } from "../../schemas/types.js";
import type { CheckFormat } from "./check-formats.js";
import { printCheck } from "./check-report.js";

export interface CheckOptions {
  /** A name, or a file. */
  readonly schema?: string;
  /** Rows to name of each violation. */
  readonly examples: number;
  /** Columns whose values are kept out of the report. */
  readonly redact: readonly string[];
  readonly format?: CheckFormat;
  /** Widen the schema so that the file fits. */
  readonly update: boolean;
  readonly dryRun: boolean;
  /** Warnings fail the check too. */
  readonly strict: boolean;
}

/** `mlx schema check`: holds a data file against its schema. Exit 1 where it breaks a rule. */
export async function check(app: App, file: string, options: CheckOptions): Promise<ExitCode> {
  refuseOptions(app, options);
  const found = await findSchema(app, file, options.schema);
  const { schema: written, text } = readSchemaFile(found);
  const source = await openDataSource(app, file, { asText: true, streamed: !options.update });
  const schema = redacted(
    written,
    options.redact,
    source.columns.map(({ name }) => name),
  );
  const prepared = await prepareSource(app, source, schema);
  const report = await checkData(app, prepared, schema, options.examples);
  if (options.update) {
    const { updateSchema } = await import("./update-schema.js");
    const { dryRun, strict } = options;
    return updateSchema(app, { prepared, found, schema, text, report, dryRun, strict });
  }
  await printCheck(app, report, options.format ?? (app.flags.json ? "json" : "human"));
  return exitCodeOf(report, options.strict);
}

/** Errors fail a check; warnings do if they are to. */
export function exitCodeOf({ violations }: Pick<DataCheck, "violations">, strict: boolean): ExitCode {
  const fails = violations.some(({ severity }) => severity === "error" || strict);
  return fails ? ExitCode.problem : ExitCode.ok;
}

function refuseOptions(app: App, { format, update, dryRun }: CheckOptions): void {
  const usage = (message: string, hint: string) => new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
  if (app.flags.json && format !== undefined && format !== "json") {
    throw usage(`--json and --format ${format} ask for two forms of one report`, "leave one of the two out");
  }
  if (dryRun && !update) {
    throw usage("--dry-run is about --update, which is missing", "a check changes nothing without --update");
  }
  if (update && format !== undefined && format !== "json") {
    throw usage(
      "--update shows what it changes, not a report",
      "leave --format out, or check without --update",
    );
  }
}

/** The schema with columns that the command line hides hidden. */
function redacted(schema: DataSchema, names: readonly string[], inFile: readonly string[]): DataSchema {
  const known = [...new Set([...schema.columns.map(({ name }) => name), ...inFile])];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = closest(unknown, known);
    throw new MlxError("MLX_USAGE", `--redact ${unknown}: there is no such column`, {
      hint: meant === undefined ? `there are ${known.slice(0, 12).join(", ")}` : `did you mean ${meant}?`,
      exitCode: 2,
    });
  }
  const hidden = new Set(names);
  return {
    ...schema,
    columns: schema.columns.map((column) => (hidden.has(column.name) ? { ...column, redact: true } : column)),
  };
}
