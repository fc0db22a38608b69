import { MlxError } from "../../core/errors.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader } from "../../runs/types.js";
import type { App } from "../app.js";
import { openRuns } from "./open-runs.js";
import { childLives, runFolder } from "./run-folder.js";
import { selectRun } from "./select-run.js";

/** The run that somebody logs to, and the app in whose repository it is. */
export interface LogTarget {
  readonly app: App;
  readonly ledger: RunLedger;
  readonly run: RunHeader;
}

/**
 * The run that is named, or the one inside of which mlx was called. Inside of one the repository is the one that it was
 * started in, wherever its command went meanwhile.
 * @throws {MlxError} `MLX_NO_CURRENT_RUN`, `MLX_RUN_NOT_FOUND`, exit 2.
 */
export async function openLogTarget(app: App, name: string | undefined): Promise<LogTarget> {
  const current = name ?? (app.env["MLX_RUN_ID"] || undefined);
  if (current === undefined) {
    throw new MlxError("MLX_NO_CURRENT_RUN", "this was not called from a command that mlx run records", {
      hint: "name the run: --run ID; mlx runs list shows them",
      exitCode: 2,
    });
  }
  const root = app.env["MLX_RUN_ROOT"];
  const there = root && app.flags.cwd === undefined ? app.inFolder(root) : app;
  const ledger = await openRuns(there);
  return { app: there, ledger, run: await selectRun(there, ledger, current) };
}

/**
 * What a run recorded is fixed once it has ended; the command of an interrupted one may still be at it.
 * @throws {MlxError} `MLX_RUN_ENDED`, exit 2.
 */
export async function requireOpen({ app, run }: LogTarget): Promise<void> {
  if (run.status === "running") return;
  const folder = runFolder(await app.workspace(), run.id);
  if (run.status === "interrupted" && childLives(folder, app.now())) return;
  throw new MlxError(
    "MLX_RUN_ENDED",
    `the run ${shortId(run.id)} has ended (${run.status}): what it recorded is fixed`,
    {
      hint: "tags can still be set: mlx runs tag; or record another run",
      exitCode: 2,
    },
  );
}
