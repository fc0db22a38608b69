import { join } from "node:path";
import type { App } from "../../app/app.js";
import { baselineTime } from "../../app/drift/baseline-time.js";
import { monitorNames } from "../../app/drift/find-monitor.js";
import { baselinePath } from "../../app/drift/monitor-paths.js";
import { existingChecks } from "../../app/drift/open-checks.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftCheck } from "../../ledger/drift/drift-ledger.js";
import { moreLines } from "./more-lines.js";
import type { SectionReport, StatusSection } from "./section.js";

interface MonitorState {
  readonly name: string;
  /** When its baseline was taken, epoch milliseconds; undefined where there is none that tells. */
  readonly baseline: number | undefined;
  readonly last: DriftCheck | undefined;
}

/** The monitors of drift, what the last check of each said here, and how old its baseline is. */
export const driftSection: StatusSection = {
  key: "drift",
  title: "Drift",
  async read(app: App): Promise<SectionReport> {
    const { root, bare } = await app.workspace();
    const names = bare ? [] : monitorNames(root);
    if (names.length === 0)
      return { lines: ["no monitors yet; make one: mlx drift baseline NAME --data FILE"], json: [] };
    const ledger = await existingChecks(app);
    const monitors = names.map((name): MonitorState => {
      const [last] = ledger?.list({ monitor: name, limit: 1 }) ?? [];
      return { name, baseline: baselineTime(join(root, baselinePath(name))), last };
    });
    return {
      lines: moreLines(
        monitors.map((monitor) => lineOf(monitor, app.now())),
        "mlx drift list",
      ),
      json: monitors.map(({ name, baseline, last }) => ({
        monitor: name,
        baseline: baseline === undefined ? null : timestamp(baseline),
        last: last
          ? { id: last.id, verdict: last.verdict, started: timestamp(last.started), data: last.data }
          : null,
      })),
    };
  },
};

function lineOf({ name, baseline, last }: MonitorState, now: number): string {
  const said = last ? `${last.verdict}, ${relativeTime(last.started, now)}` : "not checked here";
  const of = baseline === undefined ? "no baseline" : `baseline of ${relativeTime(baseline, now)}`;
  return displayPath(`${name}: ${said}; ${of}`);
}
