import { yamlEntry } from "../core/yaml-word.js";
import type { ColumnRole } from "./monitor.js";
import type { DataProfile } from "./profile.js";
import { usualRole } from "./read-monitor-column.js";

/** What a new monitor says of its columns beside their profiles. */
export interface MonitorFacts {
  readonly name: string;
  /** From the repository's top, or an address. */
  readonly data: string;
  readonly roles: ReadonlyMap<string, ColumnRole>;
  /** Columns that are left out, and why. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/** A monitor, ready to be edited: every column of the data, and what else may be set as comments. */
export function monitorText(profile: DataProfile, { name, data, roles, leftOut }: MonitorFacts): string {
  const columns = profile.columns.map(({ name: column, profile: { kind }, redact }) => {
    const role = roles.get(column) ?? usualRole(kind);
    return `${yamlEntry(key(column), "  ")} {kind: ${kind}, role: ${role}${redact === undefined ? "" : `, redact: ${redact}`}}`;
  });
  const others = leftOut.map(
    ({ name: column, why }) => `${yamlEntry(key(column), "  ")} ignore # ${comment(why)}`,
  );
  const all = [...columns, ...others];
  return [
    `# What mlx drift check ${name} looks at, and when it fails. Yours to edit; the baseline beside it is not.`,
    "mlx: 1",
    "kind: drift-monitor",
    `data: ${JSON.stringify(data)}`,
    "",
    "# kind: numeric, categorical, boolean, timestamp, text or embedding. After a change of it, take the baseline again.",
    "# role: feature, prediction, label, timestamp, text, embedding or segment. Timestamps and segments do not decide.",
    "# A column that is not to be looked at: NAME: ignore",
    all.length === 0 ? "columns: {}" : "columns:",
    ...all,
    ...settings,
    "",
  ].join("\n");
}

const settings = [
  "",
  "# A column drifts if all of its deciding tests say so: an effect that matters, and that is no chance.",
  "# tests:",
  "#   numeric: [wasserstein, ks]",
  "#   categorical: [total_variation, chi_square]",
  "# thresholds: {wasserstein: 0.1, ks: 0.05, total_variation: 0.1, chi_square: 0.05}",
  "",
  "# With fewer rows nothing is said; with more than effectAlone on both sides the effect alone decides.",
  "# rows: {least: 30, effectAlone: 10000}",
  "",
  "# Shares of rows from which a change is drift by itself.",
  "# changes: {missingness: 0.05, new_categories: 0.05, lost_categories: 0.05, out_of_range: 0.1, not_finite: 0.05}",
  "",
  "# The data set drifts if so many columns do, or such a share of them: {share: 0.5}",
  "# dataset: {columns: 1}",
  "",
  "# Raise the verdict of the data set for columns that matter more.",
  "# alerts:",
  "#   - {name: the label has moved, roles: [label], verdict: warning, then: drift}",
  "",
  "# Check windows of time and segments by themselves, without --window and --segment.",
  "# window: {column: NAME, length: 1mo}",
  "# segments: [NAME]",
  "",
  "# Where there are predictions: the column of their probabilities, and the loss that matters.",
  "# performance: {score: NAME, threshold: 0.05}",
];

/** A name as a key of YAML: quoted where it could mean anything else. */
function key(name: string): string {
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}

function comment(text: string): string {
  return text.replace(/\s+/g, " ");
}
