import type { App } from "../../app/app.js";
import { lintStaged, type StagedReport } from "../../app/hooks/lint-staged.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { Finding } from "../../core/finding.js";
import { countOf } from "../../core/format-bytes.js";

/** Refuses a commit whose prompts have errors; warnings and remarks are for `mlx prompt lint`. */
export async function preCommit(app: App): Promise<ExitCode> {
  const report = await lintStaged(app);
  const { checked, findings } = report;
  const errors = findings.filter(({ severity }) => severity === "error");
  if (app.ui.mode.json) app.ui.json({ hook: "pre-commit", checked, findings: findings.map(withoutFix) });
  if (errors.length === 0) {
    app.ui.detail(`mlx pre-commit: ${countOf(checked, "prompt")} checked, no errors`);
    return ExitCode.ok;
  }
  if (!app.ui.mode.json) await tell(app, errors, report.sources);
  return ExitCode.problem;
}

async function tell(app: App, errors: readonly Finding[], sources: StagedReport["sources"]): Promise<void> {
  const { findingText } = await import("../../ui/findings/text.js");
  const { theme, mode } = app.ui;
  const text = findingText(errors, {
    theme,
    width: mode.width,
    lineOf: ({ rule, file, line }) => (rule === "secret" ? undefined : lineOf(sources.get(file)?.text, line)),
  });
  const what = `${countOf(errors.length, "error")} in the prompts of this commit, as they are staged`;
  app.ui.note(`${text}\n\n${theme.red("error:")} ${what}`);
}

function lineOf(text: string | undefined, line: number): string | undefined {
  return text?.split(/\r\n|\n|\r/)[line - 1];
}

function withoutFix({ rule, severity, file, line, column, message, hint }: Finding): object {
  return { rule, severity, file, line, column, message, hint: hint ?? null };
}
