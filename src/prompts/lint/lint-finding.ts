import type { Finding } from "../../core/finding.js";
import type { RuleId } from "./rules.js";

/** A replacement in a file's text as it is read: without its byte order mark. `end` is excluded. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A change that mends a finding and changes nothing else that anybody would miss. */
export type LintFix =
  | { readonly kind: "edit"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "mark" };

/** A finding of the linter. */
export interface LintFinding extends Finding {
  readonly rule: RuleId;
  /** Of `fixable` findings. `mark` removes the byte order mark. */
  readonly fix?: LintFix;
}
