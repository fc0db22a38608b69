import type { Finding } from "../core/finding.js";
import { type Violation, violationText } from "./violation.js";

/** Violations as findings, each at the rule that is broken: that is the line that a review can show. */
export function violationFindings(violations: readonly Violation[], dataFile: string): Finding[] {
  return violations.map((violation) => ({
    rule: violation.rule,
    severity: violation.severity,
    file: violation.at.file,
    line: violation.at.line,
    column: violation.at.column,
    message: `${dataFile}: ${violationText(violation)}`,
  }));
}
