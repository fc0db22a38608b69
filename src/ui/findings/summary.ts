import type { Finding } from "../../core/finding.js";

/** How many findings there are of each severity. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly fixable: number;
  /** In how many files. */
  readonly files: number;
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const of = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    errors: of("error"),
    warnings: of("warning"),
    infos: of("info"),
    fixable: findings.filter(({ fixable }) => fixable === true).length,
    files: new Set(findings.map(({ file }) => file)).size,
  };
}

/** `2 errors, 1 warning`; `nothing found` where there is nothing. */
export function countsText({ errors, warnings, infos }: FindingCounts): string {
  const parts = [counted(errors, "error"), counted(warnings, "warning"), counted(infos, "info")];
  return parts.filter((part) => part !== "").join(", ") || "nothing found";
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
