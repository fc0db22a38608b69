import type { App } from "../../app/app.js";
import { monitorNameOf } from "../../app/drift/find-monitor.js";
import { existingChecks, shortCheckId } from "../../app/drift/open-checks.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatCount } from "../../core/format-bytes.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftCheck } from "../../ledger/drift/drift-ledger.js";
import { verdictStyle } from "./verdict-cells.js";

export interface ListOptions {
  /** 0 shows all. */
  readonly limit: number;
  readonly jsonl: boolean;
}

/** `mlx drift list`. Returns the exit code. */
export async function list(
  app: App,
  name: string | undefined,
  { limit, jsonl }: ListOptions,
): Promise<ExitCode> {
  const ledger = await existingChecks(app);
  const query = name === undefined ? {} : { monitor: monitorNameOf(name) };
  const checks = ledger?.list({ ...query, ...(limit > 0 && { limit }) }) ?? [];
  const total = ledger?.count(query) ?? 0;
  if (jsonl) for (const check of checks) app.ui.jsonLine(listed(check));
  else if (app.ui.mode.json) app.ui.json({ checks: checks.map(listed), total });
  else if (checks.length === 0) {
    const which = name === undefined ? "" : ` of ${displayPath(name)}`;
    app.ui.note(`no checks${which} are recorded here; make one with mlx drift check NAME --data FILE`);
  } else {
    app.ui.answer(tableOf(app, checks));
    if (total > checks.length)
      app.ui.note(`${checks.length} of ${formatCount(total)} checks; --limit 0 shows all`);
  }
  return ExitCode.ok;
}

function listed({ started, commit, dirty, ...check }: DriftCheck): Readonly<Record<string, unknown>> {
  return { ...check, started: timestamp(started), git: { commit: commit ?? null, dirty } };
}

function tableOf({ ui, now }: App, checks: readonly DriftCheck[]): string {
  const rows = checks.map((check) => [
    shortCheckId(check.id),
    displayPath(check.monitor),
    relativeTime(check.started, now()),
    verdictStyle(ui.theme, check.verdict)(check.verdict),
    `${formatCount(check.drifted)} of ${formatCount(check.columns)}`,
    formatCount(check.rows),
    displayPath(check.data),
  ]);
  return ui.table(["id", "monitor", "when", "verdict", "drifted", "rows", "data"], rows, { right: [4, 5] });
}
