import type { Finding } from "../../core/finding.js";
import type { CheckedData } from "../../drift/checked.js";
import type { DriftMonitor } from "../../drift/monitor.js";

/** GitHub shows no more of a step. */
const most = 10;

/** What a check found, each where the monitor names the column. */
export function checkFindings(
  { report }: CheckedData,
  monitor: Pick<DriftMonitor, "file" | "locateColumn">,
): Finding[] {
  const columns = report.columns
    .filter(({ verdict }) => verdict === "drift" || verdict === "warning")
    .map(
      ({ name, verdict, reason }): Finding => ({
        ...monitor.locateColumn(name),
        rule: "drift",
        severity: verdict === "drift" ? "error" : "warning",
        message: `${name}: ${reason}`,
      }),
    );
  const whole: Finding = {
    file: monitor.file,
    line: 1,
    column: 1,
    rule: "drift",
    severity: report.verdict === "drift" ? "error" : report.verdict === "ok" ? "info" : "warning",
    message: `${report.verdict}: ${report.reason}`,
  };
  return [whole, ...columns].slice(0, most);
}
