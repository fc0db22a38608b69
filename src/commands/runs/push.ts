import type { App } from "../../app/app.js";
import { openRemote } from "../../app/data/open-remote.js";
import { openDataSession } from "../../app/data/session.js";
import type { RunChoice } from "../../app/runs/exchange/choose-runs.js";
import { pushRuns } from "../../app/runs/exchange/push-runs.js";
import { runsToPush } from "../../app/runs/exchange/runs-to-push.js";
import { openRuns } from "../../app/runs/open-runs.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { refusal } from "./report-taken.js";

export interface PushOptions extends RunChoice {
  readonly remote?: string;
  readonly artifacts: boolean;
  readonly dryRun: boolean;
}

/** `mlx runs push`: shares runs through a remote, their artifacts and logs first. */
export async function push(app: App, options: PushOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "runs push", cacheLock: "shared", bare: true });
  const ledger = await openRuns(app);
  const { runs, running } = await runsToPush(app, ledger, options);
  const remote = await openRemote(app, options.remote, { create: !options.dryRun });
  const outcome = await pushRuns(session, ledger, remote, runs, options);
  const { pushed, present, objects, bytes, refused } = outcome;
  if (app.ui.mode.json)
    app.ui.json({
      remote: remote.name,
      dryRun: options.dryRun,
      pushed,
      present,
      objects,
      bytes,
      refused,
      skipped: running.map(({ id }) => id),
    });
  for (const { id, name } of running)
    app.ui.note(`left out, since it has not ended: ${id} (${displayPath(name)})`);
  const there = `${remote.name} has all ${countOf(present, "run")}`;
  const verb = options.dryRun ? "would push" : "pushed";
  const files = objects > 0 ? `, with ${countOf(objects, "object")} (${formatBytes(bytes)})` : "";
  app.ui.out(
    pushed === 0 && refused.length === 0
      ? `nothing to push: ${there}`
      : `${verb} ${countOf(pushed, "run")} to ${remote.name}${files}`,
  );
  return refusal(app, refused, "not pushed; the others are there", {
    code: "MLX_TRANSFER_INCOMPLETE",
    hint: "bytes that are nowhere: --no-artifacts shares the records alone; other content under one id: to keep the remote's: mlx runs rm ID, mlx runs rm --purge ID, mlx runs pull",
  });
}
