import type { CurrentData } from "./check.js";
import type { DriftMonitor } from "./monitor.js";
import type { Performance } from "./performance.js";
import type { DriftReport } from "./verdict.js";

/** How good predictions are, of data whose rows nobody has. */
export interface OpenPerformance {
  readonly performance: Performance;
  /** Whether there are labels, so that the rows could have been found to drift by them: estimates decide nothing. */
  readonly isLabelled: boolean;
}

/** @returns undefined where a check of the rows would say nothing of predictions either. */
export function openPerformance(
  { columns, profile }: CurrentData,
  monitor: DriftMonitor,
): OpenPerformance | undefined {
  const present = new Set(columns.map(({ name }) => name));
  const withRole = (role: "prediction" | "label") =>
    monitor.columns.find((column) => !column.ignored && column.role === role && present.has(column.name));
  const [prediction, label] = [withRole("prediction"), withRole("label")];
  if (prediction === undefined || prediction.kind === "text" || prediction.kind === "embedding")
    return undefined;
  const labels = profile.columns.find(({ name }) => name === label?.name)?.profile;
  const isLabelled = label !== undefined && (labels === undefined || labels.nulls < labels.rows);
  const { score } = monitor.performance;
  if (!isLabelled && (score === undefined || !present.has(score))) return undefined;
  const what = isLabelled ? "how good the predictions are" : `what ${score} estimates of the predictions`;
  return {
    performance: {
      prediction: prediction.name,
      ...(label && { label: label.name }),
      rows: 0,
      verdict: "inconclusive",
      reason: `${what} is left out, since a profile has no rows`,
      figures: [],
    },
    isLabelled,
  };
}

/** Where labels might have shown drift that no column shows, nobody can say that all is well. */
export function withOpenPerformance(report: DriftReport, open: OpenPerformance | undefined): DriftReport {
  if (open?.isLabelled !== true || report.verdict !== "ok") return report;
  return { ...report, verdict: "inconclusive", reason: `${report.reason}; ${open.performance.reason}` };
}
