import type { App } from "../../app/app.js";
import { openRemote } from "../../app/data/open-remote.js";
import { pullRuns } from "../../app/runs/exchange/pull-runs.js";
import { openRuns } from "../../app/runs/open-runs.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { reportTaken } from "./report-taken.js";

export interface PullOptions {
  readonly remote?: string;
  readonly dryRun: boolean;
}

/** `mlx runs pull`: takes in the runs that others have pushed; their files come when they are asked for. */
export async function pull(app: App, options: PullOptions): Promise<ExitCode> {
  const remote = await openRemote(app, options.remote, { create: false });
  const ledger = await openRuns(app);
  const taken = await pullRuns(app, ledger, remote, options);
  return reportTaken(app, taken, {
    verb: "pull",
    dryRun: options.dryRun,
    extra: { remote: remote.name },
    code: "MLX_TRANSFER_INCOMPLETE",
    hint: "a damaged record is mended by whoever has the run: remove it from the remote, then mlx runs push",
  });
}
