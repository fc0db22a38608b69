import type { Finding, Severity } from "../../core/finding.js";
import type { ReportRule } from "./report-rule.js";

export interface SarifInput {
  readonly findings: readonly Finding[];
  readonly rules: readonly ReportRule[];
  /** Of mlx. */
  readonly version: string;
  /** Which check this is, such as `prompt-lint`: runs of other checks of a commit do not replace it. */
  readonly category: string;
}

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** A log of SARIF 2.1.0 (OASIS), as code scanning takes it in. */
export function sarifLog({
  findings,
  rules,
  version,
  category,
}: SarifInput): Readonly<Record<string, unknown>> {
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "mlx", semanticVersion: version, rules: used.map(sarifRule) } },
        automationDetails: { id: `mlx/${category}/` },
        // Columns of findings are counted so.
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => sarifResult(finding, indexes.get(finding.rule))),
      },
    ],
  };
}

function sarifRule({ id, severity, summary, why, page }: ReportRule): Readonly<Record<string, unknown>> {
  return {
    id,
    name: id,
    shortDescription: { text: sentence(summary) },
    fullDescription: { text: why },
    help: {
      text: `${sentence(summary)} ${why} More: ${page}`,
      markdown: `**${sentence(summary)}** ${why}\n\nMore: \`${page}\``,
    },
    defaultConfiguration: { level: levels[severity] },
  };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function sarifResult(finding: Finding, ruleIndex: number | undefined): Readonly<Record<string, unknown>> {
  const { rule, severity, message, hint, file, line, column, end } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: levels[severity],
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(file),
          region: {
            startLine: line,
            startColumn: column,
            ...(end && { endLine: end.line, endColumn: end.column }),
          },
        },
      },
    ],
  };
}

/** A path of the repository is a relative URI; of what lies elsewhere the URI is absolute. */
function artifactLocation(file: string): Readonly<Record<string, unknown>> {
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? { uri: `file://${uri}` } : { uri, uriBaseId: "%SRCROOT%" };
}
