import { fewOf } from "../core/few-of.js";
import { countOf, formatCount } from "../core/format-bytes.js";
import { displayPath } from "../core/visible-text.js";
import { isAtLeast } from "./distance.js";
import { shareText } from "./figures.js";
import { type AlertRule, type DatasetRule, type DriftMonitor, roleDecides } from "./monitor.js";
import type { ColumnDrift, DriftAlert, DriftReport, DriftVerdict } from "./verdict.js";

type Verdict = Pick<DriftReport, "verdict" | "reason" | "alerts">;

/** The verdict of the data set from those of its columns. @param columns the most drifted first. */
export function datasetVerdict(
  columns: readonly ColumnDrift[],
  rows: DriftReport["rows"],
  monitor: Pick<DriftMonitor, "dataset" | "alerts" | "leastRows">,
): Verdict {
  const alerts = monitor.alerts.flatMap((rule) => alertOf(rule, columns) ?? []);
  const { verdict, reason } = withoutAlerts(columns, rows, monitor);
  const raised = alerts.find((alert) => alert.verdict === "drift") ?? alerts[0];
  if (raised === undefined || isAtLeast(verdict, raised.verdict)) return { verdict, reason, alerts };
  return { verdict: raised.verdict, reason: `alert ${displayPath(raised.name)}: ${raised.reason}`, alerts };
}

function withoutAlerts(
  columns: readonly ColumnDrift[],
  rows: DriftReport["rows"],
  { dataset, leastRows }: Pick<DriftMonitor, "dataset" | "leastRows">,
): { readonly verdict: DriftVerdict; readonly reason: string } {
  const deciding = columns.filter(decides);
  const drifted = deciding.filter(({ verdict }) => verdict === "drift");
  const of = `${formatCount(drifted.length)} of ${countOf(deciding.length, "column")}`;
  if (drifted.length > 0 && meets(drifted.length, deciding.length, dataset)) {
    return { verdict: "drift", reason: `${of} drifted` };
  }
  if (drifted.length > 0) {
    return { verdict: "warning", reason: `${of} drifted; the monitor asks for ${ruleText(dataset)}` };
  }
  const warned = columns.filter(({ verdict }) => verdict === "warning" || verdict === "drift");
  const unsure = deciding.filter(({ verdict }) => verdict === "inconclusive");
  const isTooFew = Math.min(rows.baseline, rows.current) < leastRows;
  if (isTooFew || (unsure.length === deciding.length && warned.length === 0)) {
    const few = Math.min(rows.baseline, rows.current);
    const where = rows.current <= rows.baseline ? "the data has" : "the baseline has";
    const reason = isTooFew
      ? `${where} ${countOf(few, "row")}; fewer than ${formatCount(leastRows)} say nothing`
      : "no column has enough values to say anything";
    return { verdict: "inconclusive", reason };
  }
  const idle = warned.find(({ verdict }) => verdict === "drift");
  if (idle !== undefined) {
    const reason = `${displayPath(idle.name)} drifted, which does not decide: its role is ${idle.role}`;
    return { verdict: "warning", reason };
  }
  if (warned.length > 0) {
    return {
      verdict: "warning",
      reason: `no column drifted; ${countOf(warned.length, "column")} changed in another way`,
    };
  }
  const said = unsure.length === 0 ? "" : `; ${formatCount(unsure.length)} could not be judged`;
  return { verdict: "ok", reason: `none of ${countOf(deciding.length, "column")} drifted${said}` };
}

/** A column that cannot be read any more matters, whatever it is for. */
export function decides({ role, kind, changes }: ColumnDrift): boolean {
  const isBroken = changes.some(
    ({ what, verdict }) => verdict === "drift" && (what === "type_changed" || what === "column_removed"),
  );
  return kind !== "new" && (roleDecides(role) || isBroken);
}

function meets(count: number, of: number, rule: DatasetRule): boolean {
  return "share" in rule ? count / of >= rule.share : count >= rule.columns;
}

function ruleText(rule: DatasetRule): string {
  return "share" in rule ? `${shareText(rule.share)} of them` : formatCount(rule.columns);
}

function alertOf(rule: AlertRule, columns: readonly ColumnDrift[]): DriftAlert | undefined {
  const watched = columns.filter(({ name, role, kind }) => {
    if (rule.columns !== undefined) return rule.columns.includes(name);
    if (rule.roles !== undefined) return rule.roles.includes(role) && kind !== "new";
    return roleDecides(role) && kind !== "new";
  });
  const met = watched.filter(({ verdict }) => verdict !== "inconclusive" && isAtLeast(verdict, rule.verdict));
  if (met.length === 0 || !meets(met.length, watched.length, rule.needs)) return undefined;
  const names = met.map(({ name }) => displayPath(name));
  const reason = `${fewOf(names, 3, formatCount)}: ${rule.verdict}`;
  return { name: rule.name, verdict: rule.raisesTo, reason };
}
