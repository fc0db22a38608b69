import type { ErrorReport } from "../core/error-report.js";
import type { Problem } from "../core/errors.js";
import type { Redactor } from "../core/redact.js";
import type { Theme } from "./theme.js";

function placeOf(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}`;
}

/** An error as lines for people: what happened, everything else that is wrong, what to do. */
export function errorLines(
  report: ErrorReport,
  options: { readonly theme: Theme; readonly verbose: boolean },
): string[] {
  const { theme } = options;
  const lines = [`${theme.red("error:")} ${report.message}`];
  for (const problem of report.problems ?? []) {
    const line = `${placeOf(problem)}: ${problem.message}`;
    if (!report.message.includes(line)) lines.push(`${theme.red("error:")} ${line}`);
  }
  if (report.hint !== undefined) lines.push(`${theme.cyan("hint:")} ${report.hint}`);
  if (options.verbose && report.stack !== undefined) lines.push(theme.dim(report.stack));
  return lines;
}

/** The value of `error` in the JSON form. */
export function errorObject(report: ErrorReport, redact: Redactor): Record<string, unknown> {
  return {
    code: report.code,
    message: redact(report.message),
    hint: report.hint === undefined ? null : redact(report.hint),
    exitCode: report.exitCode,
    ...(report.problems && {
      problems: report.problems.map(({ file, line, column, message }) => ({
        file,
        line,
        column,
        message: redact(message),
      })),
    }),
  };
}
