import type { SourceLocation } from "../core/errors.js";
import { countOf, formatCount } from "../core/format-bytes.js";
import { displayPath } from "../core/visible-text.js";
import type { YamlPath } from "../core/yaml-source.js";
import { shareText } from "./figure-text.js";
import type { RuleName } from "./sql-check.js";
import type { RuleSeverity } from "./types.js";

/** A row, or a group, that breaks a rule. */
export interface Example {
  /** From 1; null of a group. */
  readonly row: number | null;
  /** As people see it; null where it is kept out of reports. */
  readonly value: string | null;
}

/** A rule that the data break. */
export interface Violation {
  readonly rule: RuleName;
  readonly columns: readonly string[];
  readonly severity: RuleSeverity;
  /** Without the column and the examples: `3 of 344 rows (0.9 %) are above 60`. */
  readonly says: string;
  /** Rows or groups that break the rule, of how many. Null where the rule is about the whole. */
  readonly count: number | null;
  readonly total: number | null;
  /** What was measured, of a rule about a figure. */
  readonly value: number | null;
  readonly noun: "row" | "group";
  readonly examples: readonly Example[];
  /** Where the rule stands in the schema. */
  readonly path: YamlPath;
  readonly at: SourceLocation;
}

/** `bill_length_mm: 3 of 344 rows (0.9 %) are above 60: rows 12 (599.2), 44 (61), 101 (88)`. */
export function violationText(violation: Violation): string {
  const subject = violation.columns.length === 0 ? "" : `${displayPath(violation.columns.join(", "))}: `;
  const examples = examplesText(violation);
  return `${subject}${violation.says}${examples === "" ? "" : `: ${examples}`}`;
}

/** `rows 12 (599.2), 44 (61), …`; empty where there are none. */
export function examplesText({ examples, count, noun }: Violation): string {
  if (examples.length === 0) return "";
  const more = (count ?? 0) > examples.length ? ", …" : "";
  if (noun === "group") {
    const shown = examples.flatMap(({ value }) => (value === null ? [] : [exampleValue(value)]));
    return shown.length === 0 ? "" : `${shown.join("; ")}${more}`;
  }
  const shown = examples.map(({ row, value }) =>
    value === null ? `${row}` : `${row} (${exampleValue(value)})`,
  );
  return `${examples.length === 1 && more === "" ? "row" : "rows"} ${shown.join(", ")}${more}`;
}

const longestValue = 60;

/** One line, with what is invisible at its ends in quotes. */
function exampleValue(value: string): string {
  const cut = value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value;
  const line = displayPath(cut);
  return line === "" || line.trim() !== line ? JSON.stringify(line) : line;
}

/** `3 of 344 rows (0.9 %)`, `1 of 3 groups (33.3 %)`. */
export function countText(count: number, total: number, noun: "row" | "group"): string {
  return `${formatCount(count)} of ${countOf(total, noun)} (${shareText(total === 0 ? 0 : count / total)})`;
}
