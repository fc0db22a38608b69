import type { ModelScan } from "../../app/models/scan-models.js";
import { codeSpan, markdownTable } from "../../evals/report/markdown-text.js";
import { scanSummary } from "./scan-text.js";

const mostFiles = 100;
const mostFindings = 100;

/** A scan as Markdown, for a comment on a pull request. */
export function scanMarkdown(scan: ModelScan): string {
  const files = [...scan.files].sort((a, b) => rank[a.verdict] - rank[b.verdict]).slice(0, mostFiles);
  const rows = files.map(({ path, format, verdict }) => [
    codeSpan(path, 200),
    codeSpan(format, 40),
    `**${verdict}**`,
  ]);
  const found = files.flatMap(({ path, findings }) =>
    findings.map(({ rule, level, what, where }) => {
      const place = where === "" ? "" : ` at ${codeSpan(where, 200)}`;
      return `- ${level}: ${codeSpan(path, 200)}${place}: ${codeSpan(what, 400)} (${rule})`;
    }),
  );
  const left = found.length - mostFindings;
  return [
    `## Model scan: ${scanSummary(scan)}`,
    "",
    markdownTable(["file", "format", "verdict"], rows, []),
    ...(found.length === 0 ? [] : ["", ...found.slice(0, mostFindings)]),
    ...(left > 0 ? [`- and ${left} more`] : []),
    ...(scan.files.length > mostFiles
      ? ["", `${scan.files.length - mostFiles} more files are left out.`]
      : []),
  ].join("\n");
}

const rank = { suspicious: 0, unknown: 1, ok: 2 } as const;
