import type { App } from "../../app/app.js";
import { type ImportSuiteOptions, importSuite } from "../../app/evals/promptfoo/import-suite.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

/** `mlx eval import`: writes a suite of promptfoo as one of mlx, and says what was lost. */
export async function importEval(app: App, file: string, options: ImportSuiteOptions): Promise<ExitCode> {
  const { name, path, cases, dropped } = await importSuite(app, file, options);
  if (app.ui.mode.json) {
    app.ui.json({
      ...{ name, path, format: "promptfoo", cases, dryRun: options.dryRun },
      dropped: dropped.map(({ what, reason, at: { file: where, line, column } }) => ({
        ...{ what, file: where, line, column, reason },
      })),
    });
    return ExitCode.ok;
  }
  const verb = options.dryRun ? "would write" : "wrote";
  app.ui.out(`${verb} ${displayPath(path)} from ${displayPath(file)}: ${countOf(cases, "case")}`);
  if (dropped.length > 0) app.ui.note(`${countOf(dropped.length, "thing")} could not be kept:`);
  for (const { what, reason, at } of dropped) {
    app.ui.note(`  ${displayPath(at.file)}:${at.line}:${at.column}: ${what}: ${reason}`);
  }
  return ExitCode.ok;
}
