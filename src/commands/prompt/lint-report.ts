import { relative, resolve } from "node:path";
import type { App } from "../../app/app.js";
import type { LintReport } from "../../app/prompts/lint-prompts.js";
import { sourceLines } from "../../app/prompts/source-lines.js";
import type { Finding } from "../../core/finding.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { partialsFolder } from "../../prompts/prompt-paths.js";
import { jsonFinding } from "../../ui/findings/json.js";
import { countFindings, countsText } from "../../ui/findings/summary.js";
import type { LintFormat } from "./lint-formats.js";

interface Form {
  readonly format: LintFormat;
  /** A file for the report, from the working folder. */
  readonly output?: string;
  /** With --fix: what was mended, or would be. */
  readonly fixed?: readonly Finding[];
}

/** Tells what was found, in the form that was asked for, on stdout or in a file. */
export async function printReport(
  app: App,
  report: LintReport,
  { format, output, fixed }: Form,
): Promise<void> {
  if (output !== undefined) {
    writeFileAtomic(
      resolve(app.cwd, output),
      `${await reportText(app, report, { format, ...(fixed && { fixed }) })}\n`,
    );
    const place = displayPath(relative(app.cwd, resolve(app.cwd, output)));
    app.ui.note(`${summary(report)}; the report is in ${place}`);
    if (app.flags.json) app.ui.json(jsonReport(report, fixed));
  } else if (format === "json") app.ui.json(jsonReport(report, fixed));
  else if (format === "human") await printForPeople(app, report);
  else {
    const text = await reportText(app, report, { format, ...(fixed && { fixed }) });
    if (text !== "") await app.ui.raw("stdout").write(new TextEncoder().encode(`${text}\n`));
    app.ui.note(summary(report));
  }
}

async function reportText(
  app: App,
  report: LintReport,
  { format, fixed }: Omit<Form, "output">,
): Promise<string> {
  const { findings } = report;
  switch (format) {
    case "human": {
      const { findingText } = await import("../../ui/findings/text.js");
      const { createTheme } = await import("../../ui/theme.js");
      const theme = await createTheme(false);
      const text = findingText(findings, { theme, width: app.ui.mode.width, lineOf: sourceLines(report) });
      return text === "" ? summary(report) : `${text}\n\n${summary(report)}`;
    }
    case "json":
      return JSON.stringify({ schemaVersion: 1, ...jsonReport(report, fixed) }, null, 2);
    case "sarif": {
      const [{ sarifLog }, { lintRules }, { mlxVersion }] = await Promise.all([
        import("../../ui/findings/sarif.js"),
        import("../../prompts/lint/rules.js"),
        import("../../core/version.js"),
      ]);
      const rules = lintRules.map((rule) => ({ ...rule, page: `docs/lint/${rule.id}.md` }));
      return JSON.stringify(
        sarifLog({ findings, rules, version: mlxVersion, category: "prompt-lint" }),
        null,
        2,
      );
    }
    case "junit": {
      const { junitXml } = await import("../../ui/findings/junit.js");
      return junitXml({ findings, files: report.files, name: "mlx prompt lint" });
    }
    case "github": {
      const { githubAnnotations } = await import("../../ui/findings/github.js");
      return githubAnnotations(findings);
    }
  }
}

async function printForPeople(app: App, report: LintReport): Promise<void> {
  const { findingText } = await import("../../ui/findings/text.js");
  const { theme, mode } = app.ui;
  const text = findingText(report.findings, { theme, width: mode.width, lineOf: sourceLines(report) });
  if (text !== "") app.ui.answer(`${text}\n`);
  app.ui.out(verdictText(app, report));
}

/** Red where the check fails by itself. */
function verdictText(app: App, report: LintReport): string {
  const { errors, warnings } = countFindings(report.findings);
  const { red, yellow, green } = app.ui.theme;
  const style = errors > 0 ? red : warnings > 0 ? yellow : green;
  return style(summary(report));
}

/** `2 errors, 1 warning in 1 of 12 prompts; 1 can be fixed with --fix`. */
function summary({ findings, checked }: LintReport): string {
  const counts = countFindings(findings);
  const prompts = countOf(checked, "prompt");
  if (findings.length === 0) return `nothing found in ${prompts}`;
  const owners = new Set(findings.map(({ file }) => ownerOf(file)));
  const shared = owners.delete(partialsFolder) ? ["included files"] : [];
  const affected = owners.size === 0 ? [] : [checked === 1 ? prompts : `${owners.size} of ${prompts}`];
  const fixable = counts.fixable === 0 ? "" : `; ${counts.fixable} can be fixed with --fix`;
  return `${countsText(counts)} in ${[...affected, ...shared].join(" and in ")}${fixable}`;
}

/** A prompt's files, its versions and aliases too, count as one. */
function ownerOf(file: string): string {
  return /^prompts\/[^/]+(?=\/)/.exec(file)?.[0] ?? file;
}

function jsonReport(
  { checked, findings }: LintReport,
  fixed: Form["fixed"],
): Readonly<Record<string, unknown>> {
  return { checked, findings: findings.map(jsonFinding), ...(fixed && { fixed: fixed.map(jsonFinding) }) };
}
