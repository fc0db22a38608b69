import { relative } from "node:path";
import type { App } from "../../app/app.js";
import { acceptedColumns } from "../../app/schemas/accepted-columns.js";
import { checkData, type DataCheck, type PreparedSource } from "../../app/schemas/check-data.js";
import type { SchemaFile } from "../../app/schemas/find-schema.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { editSchemaText } from "../../schemas/edit-schema-text.js";
import { lineChanges } from "../../schemas/line-changes.js";
import { readSchema } from "../../schemas/read-schema.js";
import type { DataSchema } from "../../schemas/types.js";
import { planWidening } from "../../schemas/widen.js";
import { exitCodeOf } from "./check.js";
import { checkDocument, printCheck } from "./check-report.js";

interface UpdateInput {
  readonly prepared: PreparedSource;
  readonly found: SchemaFile;
  readonly schema: DataSchema;
  readonly text: string;
  readonly report: DataCheck;
  readonly dryRun: boolean;
  readonly strict: boolean;
}

/** Widens a schema until the file fits as far as wider limits go, shows what changes, and tells what is left. */
export async function updateSchema(app: App, input: UpdateInput): Promise<ExitCode> {
  const { prepared, found, schema, report, dryRun, strict } = input;
  const { violations } = report;
  const accepted = await acceptedColumns(prepared.source, schema, violations);
  const { edits } = planWidening(schema, violations, accepted);
  const text = edits.reduce((before, edit) => editSchemaText(before, edit) ?? before, input.text);
  const widened = readSchema(text, found.file);
  const hidden = new Set(schema.columns.flatMap(({ name, redact }) => (redact ? [name] : [])));
  const after = await checkData(
    app,
    prepared,
    {
      ...widened,
      columns: widened.columns.map((column) => ({ ...column, redact: hidden.has(column.name) })),
    },
    3,
  );
  const changed = text !== input.text;
  if (changed && !dryRun) writeFileAtomic(found.path, text);
  const changes = lineChanges(input.text, text);
  if (app.ui.mode.json) {
    app.ui.json({ ...checkDocument(after), updated: changed && !dryRun, changes });
    return exitCodeOf(after, strict);
  }
  if (changed) {
    const { red, green } = app.ui.theme;
    const lines = changes.map(({ kind, line, text: told }) => {
      const shown = `${kind === "removed" ? "-" : "+"} ${String(line).padStart(4)}  ${told}`;
      return kind === "removed" ? red(shown) : green(shown);
    });
    app.ui.answer(`${lines.join("\n")}\n`);
  }
  const file = displayPath(relative(app.cwd, found.path));
  const count = countOf(changes.filter(({ kind }) => kind === "added").length, "line");
  if (!changed)
    app.ui.note(violations.length === 0 ? "nothing to widen" : "no wider limit cures what is left");
  else
    app.ui.out(
      dryRun
        ? `would change ${count} of ${file}`
        : `changed ${count} of ${file}; read them before you commit`,
    );
  if (after.violations.length === 0) return ExitCode.ok;
  await printCheck(app, after, "human");
  return exitCodeOf(after, strict);
}
