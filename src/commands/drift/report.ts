import type { App } from "../../app/app.js";
import { monitorNameOf } from "../../app/drift/find-monitor.js";
import { selectCheck } from "../../app/drift/open-checks.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { CheckedData } from "../../drift/checked.js";
import { jsonDocument } from "../../ui/json-text.js";
import { checkDocument } from "./check-document.js";
import { type CheckFormat, checkFormatOf } from "./check-formats.js";
import { checkJunit } from "./check-junit.js";
import { checkMarkdown } from "./check-markdown.js";
import { checkPage } from "./check-page.js";
import { checkText } from "./check-text.js";
import { writeReport } from "./write-report.js";

export interface ReportOptions {
  readonly html: boolean;
  readonly md: boolean;
  readonly output?: string;
}

/** `mlx drift report`. Returns the exit code. */
export async function report(app: App, typed: string, options: ReportOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  const checked = await selectCheck(app, monitorNameOf(typed));
  const output = options.output ?? (format === "html" ? `drift-${checked.monitor}.html` : undefined);
  if (output !== undefined) writeReport(app, output, reportText(app, checked, format));
  else if (format === "json") app.ui.json(checkDocument(checked));
  else app.ui.answer(reportText(app, checked, format));
  return ExitCode.ok;
}

function formatOf(app: App, { html, md, output }: ReportOptions): CheckFormat {
  const asked: readonly CheckFormat[] = [
    ...(html ? ["html" as const] : []),
    ...(md ? ["markdown" as const] : []),
    ...(app.flags.json ? ["json" as const] : []),
  ];
  if (asked.length > 1) {
    throw new MlxError("MLX_USAGE", "--html, --md and --json ask for several forms of one report", {
      hint: "give one of them",
      exitCode: 2,
    });
  }
  const named = output === undefined ? undefined : checkFormatOf(output);
  return asked[0] ?? named ?? "markdown";
}

function reportText(app: App, checked: CheckedData, format: CheckFormat): string {
  switch (format) {
    case "html":
      return checkPage(checked);
    case "json":
      return jsonDocument(checkDocument(checked));
    case "junit":
      return checkJunit(checked);
    case "human":
      return checkText(app.ui, checked);
    default:
      return checkMarkdown(checked);
  }
}
