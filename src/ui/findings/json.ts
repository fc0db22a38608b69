import type { Finding } from "../../core/finding.js";

/** A finding as scripts see it, whichever command has it. */
export function jsonFinding({ rule, severity, file, line, column, end, message, hint, fixable }: Finding) {
  return {
    ...{ rule, severity, file, line, column },
    ...(end && { endLine: end.line, endColumn: end.column }),
    message,
    hint: hint ?? null,
    fixable: fixable === true,
  };
}
