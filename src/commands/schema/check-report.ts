import type { App } from "../../app/app.js";
import type { DataCheck } from "../../app/schemas/check-data.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { checkSummary, markdownReport } from "../../schemas/markdown-report.js";
import { examplesText, violationText } from "../../schemas/violation.js";
import { violationFindings } from "../../schemas/violation-findings.js";
import type { CheckFormat } from "./check-formats.js";

/** Tells what a check found, in the form that was asked for. */
export async function printCheck(app: App, report: DataCheck, format: CheckFormat): Promise<void> {
  if (format !== "human" && format !== "json") {
    const text = await reportText(report, format);
    if (text !== "") await app.ui.raw("stdout").write(new TextEncoder().encode(`${text}\n`));
    app.ui.note(checkSummary(report));
    return;
  }
  if (format === "json") return app.ui.json(checkDocument(report));
  if (report.violations.length > 0) app.ui.answer(`${table(app, report)}\n`);
  const { red, yellow, green } = app.ui.theme;
  const worst = report.violations[0]?.severity;
  const style = worst === "error" ? red : worst === "warning" ? yellow : green;
  app.ui.out(style(checkSummary(report)));
  if (report.skipped.length > 0) {
    const rules = countOf(report.skipped.length, "rule");
    app.ui.note(`${rules} not checked, for want of a column: ${report.skipped.map(displayPath).join(", ")}`);
  }
}

async function reportText(report: DataCheck, format: "junit" | "github" | "markdown"): Promise<string> {
  if (format === "markdown") return markdownReport(report);
  const findings = violationFindings(report.violations, report.file);
  if (format === "github") {
    const { githubAnnotations } = await import("../../ui/findings/github.js");
    return githubAnnotations(findings);
  }
  const { junitXml } = await import("../../ui/findings/junit.js");
  return junitXml({ findings, files: [report.schema], name: `mlx schema check ${report.file}` });
}

/** One row a violation: its weight, column and rule, then what is wrong and where, broken to fit. */
function table(app: App, { violations }: DataCheck): string {
  const { red, yellow, dim } = app.ui.theme;
  const rows = violations.map((violation) => {
    const weight = violation.severity === "error" ? red("error") : yellow("warning");
    const examples = examplesText(violation);
    const found = examples === "" ? violation.says : `${violation.says}: ${examples}`;
    const columns = displayPath(violation.columns.join(", ")) || dim("(the table)");
    return [weight, columns, dim(violation.rule), found];
  });
  return app.ui.table(["", "column", "rule", "found"], rows, { prose: true });
}

/** What `--json` prints. */
export function checkDocument(report: DataCheck): Record<string, unknown> {
  const { file, schema, rows, columns, rules, skipped, notes, violations } = report;
  const errors = violations.filter(({ severity }) => severity === "error").length;
  return {
    ...{
      file,
      schema,
      valid: errors === 0,
      rows,
      columns,
      rules,
      errors,
      warnings: violations.length - errors,
    },
    violations: violations.map((violation) => {
      const { at, examples, count, total, noun } = violation;
      return {
        ...{ rule: violation.rule, columns: violation.columns, severity: violation.severity },
        message: violationText(violation),
        ...{
          count,
          share: count === null || !total ? null : count / total,
          of: noun,
          value: violation.value,
        },
        rows: examples.flatMap(({ row }) => row ?? []),
        examples: examples.map(({ row, value }) => ({ row, value })),
        at: { file: at.file, line: at.line, column: at.column },
      };
    }),
    ...{ skipped, notes },
  };
}
