import type { App } from "../../app/app.js";
import { lintStaged, type StagedReport } from "../../app/hooks/lint-staged.js";
import { sourceLines } from "../../app/prompts/source-lines.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { Finding } from "../../core/finding.js";
import { countOf } from "../../core/format-bytes.js";
import { jsonFinding } from "../../ui/findings/json.js";

/** Refuses a commit whose prompts have errors; warnings and remarks are for `mlx prompt lint`. */
export async function preCommit(app: App): Promise<ExitCode> {
  const report = await lintStaged(app);
  const { checked, findings } = report;
  const errors = findings.filter(({ severity }) => severity === "error");
  if (app.ui.mode.json) app.ui.json({ hook: "pre-commit", checked, findings: findings.map(jsonFinding) });
  if (errors.length === 0) {
    app.ui.detail(`mlx pre-commit: ${countOf(checked, "prompt")} checked, no errors`);
    return ExitCode.ok;
  }
  if (!app.ui.mode.json) await tell(app, errors, report);
  return ExitCode.problem;
}

async function tell(app: App, errors: readonly Finding[], report: StagedReport): Promise<void> {
  const { findingText } = await import("../../ui/findings/text.js");
  const { theme, mode } = app.ui;
  const text = findingText(errors, { theme, width: mode.width, lineOf: sourceLines(report) });
  const what = `${countOf(errors.length, "error")} in the prompts of this commit, as they are staged`;
  app.ui.note(`${text}\n\n${theme.red("error:")} ${what}`);
}
