import type { App } from "../../app/app.js";
import { type Fixed, fixPrompts } from "../../app/prompts/fix-prompts.js";
import { chooseLinted } from "../../app/prompts/lint-files.js";
import { type LintReport, lintPrompts } from "../../app/prompts/lint-prompts.js";
import type { LintChoice } from "../../app/prompts/lint-targets.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { ruleOf, unknownRule } from "../../prompts/lint/rules.js";
import { countFindings } from "../../ui/findings/summary.js";
import type { LintFormat } from "./lint-formats.js";
import { printReport } from "./lint-report.js";

export interface LintOptions {
  readonly format?: LintFormat;
  /** A file for the report. */
  readonly output?: string;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly maxWarnings?: number;
  /** Warnings fail the check too. */
  readonly strict?: boolean;
  /** Rules to apply, and no others. */
  readonly rule: readonly string[];
}

/** `mlx prompt lint`: checks prompts, and with --fix mends what is safe to mend. */
export async function lint(app: App, words: readonly string[], options: LintOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  refuseOptions(options);
  const choice = await chooseLinted(app, words);
  const rules = options.rule.length > 0 ? { rules: options.rule } : {};
  let report = await lintPrompts(app, { ...choice, ...rules });
  let fixed: Fixed | undefined;
  if (options.fix) {
    fixed = await fixPrompts(app, report, options.dryRun === true);
    if (!options.dryRun && fixed.findings.length > 0)
      report = await lintPrompts(app, { ...choice, ...rules });
    tellFixed(app, fixed, options.dryRun === true);
  }
  if (report.checked === 0 && report.findings.length === 0 && isEverything(choice)) {
    app.ui.note("there are no prompts in this repository; make one: mlx prompt new NAME");
  }
  await printReport(app, report, {
    format,
    ...(options.output !== undefined && { output: options.output }),
    ...(fixed && { fixed: fixed.findings }),
  });
  return verdict(report, options);
}

function isEverything({ files, names }: LintChoice): boolean {
  return files === undefined && names === undefined;
}

function formatOf(app: App, { format, output }: LintOptions): LintFormat {
  const isJson = app.flags.json && output === undefined;
  if (!isJson || format === undefined || format === "json")
    return format ?? (app.flags.json ? "json" : "human");
  throw new MlxError("MLX_USAGE", `--json and --format ${format} ask for two forms of one report`, {
    hint: "leave one of the two out, or write the report to a file with --output",
    exitCode: 2,
  });
}

function refuseOptions({ rule, dryRun, fix }: LintOptions): void {
  if (dryRun && !fix) {
    throw new MlxError("MLX_USAGE", "--dry-run is about --fix, which is missing", {
      hint: "mlx prompt lint changes nothing without --fix",
      exitCode: 2,
    });
  }
  const unknown = rule.find((id) => ruleOf(id) === undefined);
  if (unknown === undefined) return;
  const { message, hint } = unknownRule(unknown);
  throw new MlxError("MLX_USAGE", `--rule: ${message}`, { hint, exitCode: 2 });
}

function tellFixed(app: App, { findings, changed }: Fixed, dryRun: boolean): void {
  const verb = dryRun ? "would fix" : "fixed";
  for (const { file, line, column, message } of findings) {
    app.ui.note(`${verb} ${displayPath(file)}:${line}:${column}: ${message}`);
  }
  for (const file of changed) {
    app.ui.warn(
      `${displayPath(file)} changed while it was read, so nothing in it was fixed`,
      "run mlx prompt lint --fix again",
    );
  }
}

/** Errors always fail; warnings do from the number on that was asked for. */
function verdict({ findings }: LintReport, { maxWarnings, strict }: LintOptions): ExitCode {
  const { errors, warnings } = countFindings(findings);
  const allowed = strict ? 0 : (maxWarnings ?? Number.POSITIVE_INFINITY);
  return errors > 0 || warnings > allowed ? ExitCode.problem : ExitCode.ok;
}
