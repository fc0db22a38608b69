import type { SourceLocation } from "./errors.js";

/** How much a finding weighs: an error fails a check, a warning counts towards `--max-warnings`, an info is a remark. */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** Something that a check found in a file. */
export interface Finding extends SourceLocation {
  /** The permanent name of the rule, such as `undeclared-variable`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Where what was found ends, its last character included no more; absent where only a beginning is known. */
  readonly end?: { readonly line: number; readonly column: number };
  /** What was found, with its value; never a secret itself. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Whether `--fix` mends it. */
  readonly fixable?: boolean;
}
