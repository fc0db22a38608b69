import { type DrawnColumn, mostDrawn } from "./checked.js";
import type { DataProfile } from "./profile.js";
import type { DriftReport } from "./verdict.js";

/** The most drifted columns of a report with both of their profiles. */
export function drawnColumns(
  report: DriftReport,
  baseline: DataProfile,
  current: DataProfile,
): DrawnColumn[] {
  const before = new Map(baseline.columns.map((column) => [column.name, column.profile]));
  const after = new Map(current.columns.map((column) => [column.name, column.profile]));
  return report.columns
    .flatMap(({ name }): DrawnColumn[] => {
      const [from, to] = [before.get(name), after.get(name)];
      return from === undefined || to === undefined
        ? []
        : [{ name, kind: from.kind, baseline: from, current: to }];
    })
    .slice(0, mostDrawn);
}
