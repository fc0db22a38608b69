import { countOf, formatCount } from "../core/format-bytes.js";
import { displayPath } from "../core/visible-text.js";
import { examplesText, type Violation } from "./violation.js";

interface CheckedFile {
  readonly file: string;
  readonly schema: string;
  readonly rows: number;
  readonly columns: number;
  readonly violations: readonly Violation[];
}

/** `data/x.csv breaks schemas/x.schema.yaml: 2 errors, 1 warning (344 rows, 8 columns)`. */
export function checkSummary({ file, schema, rows, columns, violations }: CheckedFile): string {
  const errors = violations.filter(({ severity }) => severity === "error").length;
  const warnings = violations.length - errors;
  const counts = [
    ...(errors > 0 ? [countOf(errors, "error")] : []),
    ...(warnings > 0 ? [countOf(warnings, "warning")] : []),
  ].join(", ");
  const verb = errors > 0 ? "breaks" : "fits";
  const size = `${countOf(rows, "row")}, ${countOf(columns, "column")}`;
  return `${displayPath(file)} ${verb} ${displayPath(schema)}${counts === "" ? "" : `: ${counts}`} (${size})`;
}

/** A check as a comment on a pull request. */
export function markdownReport(check: CheckedFile): string {
  const { violations } = check;
  const sign = violations.length === 0 ? "✅" : violations[0]?.severity === "error" ? "❌" : "⚠️";
  const head = `### ${sign} ${escaped(checkSummary(check))}`;
  if (violations.length === 0) return head;
  const rows = violations.map((violation) => {
    const { severity, columns, rule, count, says } = violation;
    const cells = [
      severity === "error" ? "**error**" : "warning",
      columns.length === 0 ? "" : columns.map(code).join(", "),
      rule,
      count === null ? "" : formatCount(count),
      escaped(says),
      code(examplesText(violation)),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    head,
    "",
    "| | column | rule | count | found | examples |",
    "|:--|:--|:--|--:|:--|:--|",
    ...rows,
  ].join("\n");
}

/** Data may hold anything: in code nothing is mark-up, and nobody is notified by an `@name`. */
function code(text: string): string {
  const line = displayPath(text.replace(/\s+/g, " ").trim());
  if (line === "") return "";
  const longest = (line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const ticks = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${pad}${line.replaceAll("|", "\\|")}${pad}${ticks}`;
}

function escaped(text: string): string {
  return displayPath(text)
    .replace(/[\\`*_<>[\]|~#]/g, "\\$&")
    .replaceAll("@", "@\u200b");
}
