import type { Finding } from "../../core/finding.js";
import type { TextSource } from "../../prompts/source.js";

/** Rules whose findings are not to be shown with what stands there. */
const unquoted: ReadonlySet<string> = new Set(["secret", "personal-data"]);

interface Report {
  /** All of them, shown or not: each may forbid a line to be shown. */
  readonly findings: readonly Finding[];
  /** The texts that were looked at, by file. */
  readonly sources: ReadonlyMap<string, TextSource>;
}

/** The line that an error begins on; none for what weighs less, and none of a line that holds a secret or personal data. */
export function sourceLines({ findings, sources }: Report): (finding: Finding) => string | undefined {
  const hidden = new Set(findings.filter(({ rule }) => unquoted.has(rule)).map(placeOf));
  const lines = new Map<string, readonly string[]>();
  return (finding) => {
    const { severity, file, line } = finding;
    const source = severity === "error" && !hidden.has(placeOf(finding)) ? sources.get(file) : undefined;
    if (!source) return undefined;
    const all = lines.get(file) ?? source.text.split(/\r\n|\n|\r/);
    lines.set(file, all);
    return all[line - 1];
  };
}

function placeOf({ file, line }: Finding): string {
  return `${line} ${file}`;
}
