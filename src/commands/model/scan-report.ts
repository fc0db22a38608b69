import type { App } from "../../app/app.js";
import type { ModelScan } from "../../app/models/scan-models.js";
import type { Finding, Severity } from "../../core/finding.js";
import { modelRules } from "../../models/rules.js";
import type { FindingLevel } from "../../models/verdict.js";
import type { ScanFormat } from "./scan-formats.js";
import { printScanForPeople, scanSummary } from "./scan-text.js";

interface Form {
  readonly format: ScanFormat;
  /** What is unknown counts as an error. */
  readonly strict: boolean;
}

/** Tells what a scan found, in the form that was asked for, on stdout. */
export async function printScan(app: App, scan: ModelScan, { format, strict }: Form): Promise<void> {
  if (format === "json") return app.ui.json({ ...scan });
  if (format === "human") return printScanForPeople(app, scan);
  const text = await reportText(scan, format, strict);
  await app.ui.raw("stdout").write(new TextEncoder().encode(`${text}\n`));
  app.ui.note(scanSummary(scan));
}

async function reportText(
  scan: ModelScan,
  format: "sarif" | "markdown" | "junit",
  strict: boolean,
): Promise<string> {
  switch (format) {
    case "sarif": {
      const [{ sarifLog }, { mlxVersion }] = await Promise.all([
        import("../../ui/findings/sarif.js"),
        import("../../core/version.js"),
      ]);
      const findings = findingsOf(scan, strict);
      const rules = Object.entries(modelRules).map(([id, rule]) => ({
        ...{ id, severity: severityOf(findings, id), page: "docs/model-files.md" },
        ...rule,
      }));
      return JSON.stringify(
        sarifLog({ findings, rules, version: mlxVersion, category: "model-scan" }),
        null,
        2,
      );
    }
    case "junit": {
      const { junitXml } = await import("../../ui/findings/junit.js");
      const files = scan.files.map(({ path }) => path);
      return junitXml({ findings: findingsOf(scan, strict), files, name: "mlx model scan" });
    }
    case "markdown": {
      const { scanMarkdown } = await import("./scan-markdown.js");
      return scanMarkdown(scan);
    }
  }
}

/** Findings as those of other checks: model files have no lines, so each stands at the first. */
function findingsOf({ files }: ModelScan, strict: boolean): Finding[] {
  return files.flatMap(({ path, findings }) =>
    findings.map(({ rule, level, what, where }) => ({
      ...{ rule, severity: severity(level, strict), file: path, line: 1, column: 1 },
      message: where === "" ? what : `${what} (${where})`,
    })),
  );
}

function severity(level: FindingLevel, strict: boolean): Severity {
  if (level === "note") return "info";
  return level === "suspicious" || strict ? "error" : "warning";
}

/** Of a rule, whose findings may differ: the heaviest that there is. */
function severityOf(findings: readonly Finding[], id: string): Severity {
  const found = new Set(findings.flatMap(({ rule, severity: weight }) => (rule === id ? [weight] : [])));
  return found.has("error") ? "error" : found.has("warning") ? "warning" : "info";
}
