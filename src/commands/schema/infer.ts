import { existsSync } from "node:fs";
import { relative } from "node:path";
import type { App } from "../../app/app.js";
import { openDataSource } from "../../app/drift/open-data.js";
import { schemaFileOf, schemaNameOf } from "../../app/schemas/find-schema.js";
import { inferTable } from "../../app/schemas/infer-schema.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { TableSource } from "../../duckdb/table-source.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { schemaText } from "../../schemas/infer/schema-text.js";
import { readSchema } from "../../schemas/read-schema.js";

export interface InferOptions {
  readonly name?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** `mlx schema infer`: writes a schema that the files keep, to be read and corrected. */
export async function infer(app: App, files: readonly string[], options: InferOptions): Promise<ExitCode> {
  const { root } = await app.workspace();
  const name = checkedName(options.name ?? schemaNameOf(files[0] ?? ""));
  const target = schemaFileOf(root, name);
  if (existsSync(target.path) && !options.force && !options.dryRun) {
    throw new MlxError("MLX_SCHEMA_EXISTS", `${target.file} is there already`, {
      hint: "mlx schema check FILE --update widens it and keeps what you wrote; --force replaces it",
      exitCode: 2,
    });
  }
  const sources: TableSource[] = [];
  for (const file of files) {
    const [beside] = sources;
    sources.push(
      await openDataSource(app, file, { asText: true, streamed: true, ...(beside && { beside }) }),
    );
  }
  const table = await inferTable(sources);
  const text = schemaText(table);
  // What is written can be read: a fault of ours shows here, not at the next check.
  const schema = readSchema(text, target.file);
  const { rows, columns } = table;
  if (!options.dryRun) writeFileAtomic(target.path, text);
  const shown = displayPath(relative(app.cwd, target.path));
  if (app.ui.mode.json) {
    app.ui.json({
      ...{ schema: target.file, name, files, rows, written: !options.dryRun, text },
      columns: schema.columns.map(({ name: column, type }) => ({ name: column, type })),
    });
  } else if (options.dryRun) {
    app.ui.answer(text.trimEnd());
  } else {
    const what = `${countOf(columns.length, "column")} of ${countOf(rows, "row")}`;
    app.ui.out(`wrote ${shown}: ${what}; read it, correct it, commit it`);
  }
  return ExitCode.ok;
}

function checkedName(name: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(name)) return name;
  throw new MlxError("MLX_USAGE", `${JSON.stringify(name)} cannot be the name of a schema`, {
    hint: "give one of letters, digits, '.', '_' and '-': --name train",
    exitCode: 2,
  });
}
