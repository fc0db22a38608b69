import type { Finding, Severity } from "../../core/finding.js";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
export function githubAnnotations(findings: readonly Finding[]): string {
  return findings.map(annotation).join("\n");
}

function annotation({ rule, severity, file, line, column, end, message, hint }: Finding): string {
  const properties = [
    ["file", file],
    ["line", String(line)],
    ...(end ? [["endLine", String(end.line)]] : []),
    ["col", String(column)],
    // GitHub takes columns into account within one line alone.
    ...(end?.line === line ? [["endColumn", String(end.column)]] : []),
    ["title", rule],
  ];
  const list = properties.map(([key, value = ""]) => `${key}=${property(value)}`).join(",");
  return `::${commands[severity]} ${list}::${data(hint === undefined ? message : `${message}\n${hint}`)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
