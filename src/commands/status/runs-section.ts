import { existsSync } from "node:fs";
import type { App } from "../../app/app.js";
import { latestRun } from "../../app/runs/latest-run.js";
import { ledgerPath, openRuns } from "../../app/runs/open-runs.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { shortId } from "../../runs/short-id.js";
import { type RunStatus, type RunSummary, runStatuses } from "../../runs/types.js";
import type { SectionReport, StatusSection } from "./section.js";

const none: SectionReport = {
  lines: ["none yet; record one: mlx run -- COMMAND"],
  json: { total: 0, counts: {}, last: null },
};

/** What the ledger holds, if there is one: to look makes none. */
export const runsSection: StatusSection = {
  key: "runs",
  title: "Runs",
  async read(app: App): Promise<SectionReport> {
    if (!existsSync(await ledgerPath(app))) return none;
    const ledger = await openRuns(app);
    const counts = ledger.counts();
    const last = latestRun(ledger);
    const present = runStatuses.filter((status) => (counts[status] ?? 0) > 0);
    const total = present.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
    if (total === 0) return none;
    return {
      lines: [countsLine(total, present, counts), ...(last ? [lastLine(last, app.now())] : [])],
      json: {
        total,
        counts: Object.fromEntries(present.map((status) => [status, counts[status]])),
        last: last
          ? { id: last.id, name: last.name, status: last.status, startTime: timestamp(last.startTime) }
          : null,
      },
    };
  },
};

function countsLine(
  total: number,
  present: readonly RunStatus[],
  counts: Readonly<Record<string, number>>,
): string {
  const [only] = present;
  if (only !== undefined && present.length === 1) return `${total} ${only}`;
  return `${total} in all: ${present.map((status) => `${counts[status]} ${status}`).join(", ")}`;
}

function lastLine(run: RunSummary, now: number): string {
  return `last: ${shortId(run.id)} ${displayPath(run.name)}, ${run.status}, ${relativeTime(run.startTime, now)}`;
}
