import type { App } from "../../app/app.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { selectRuns } from "../../app/runs/select-run.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { deleteSnapshot } from "../../git/snapshot.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader } from "../../runs/types.js";

export interface RmOptions {
  /** Removes deleted runs for good; all of them if none is named. */
  readonly purge: boolean;
  /** Brings deleted runs back. */
  readonly restore: boolean;
  readonly dryRun: boolean;
}

/** `mlx runs rm`: hides runs, brings them back, or removes them for good. */
export async function rm(app: App, names: readonly string[], options: RmOptions): Promise<ExitCode> {
  requireSense(names, options);
  const ledger = await openRuns(app);
  const work = options.purge || options.restore ? "deleted" : "active";
  const chosen =
    names.length === 0
      ? ledger.search({ view: "deleted" }).runs
      : await selectRuns(app, ledger, names, { view: work });
  const runs = withClientRuns(ledger, chosen, work);
  refuseRunning(runs);
  const shared = new Set(ledger.sharedRuns());
  if (!options.dryRun) await apply(app, ledger, runs, options);
  tell(app, runs, options);
  if (options.purge && !options.dryRun && runs.some(({ id }) => shared.has(id))) {
    app.ui.note("a remote has some of them too, and keeps them: mlx runs pull would bring them back");
  }
  return ExitCode.ok;
}

function requireSense(names: readonly string[], { purge, restore }: RmOptions): void {
  if (purge && restore) {
    throw new MlxError("MLX_USAGE", "--purge and --restore do not go together", {
      hint: "--restore brings deleted runs back, --purge removes them for good",
      exitCode: 2,
    });
  }
  if (names.length > 0 || purge) return;
  throw new MlxError("MLX_USAGE", "no run is named", {
    hint: "name the runs by id or name; mlx runs list shows them",
    exitCode: 2,
  });
}

/** What MLflow clients made inside a command goes with it. */
function withClientRuns(
  ledger: RunLedger,
  chosen: readonly RunHeader[],
  view: "active" | "deleted",
): RunHeader[] {
  const runs = new Map(chosen.map((run) => [run.id, run]));
  for (const { id, kind } of chosen) {
    if (kind !== "command") continue;
    for (const inside of ledger.search({ commandId: id, view }).runs) runs.set(inside.id, inside);
  }
  return [...runs.values()];
}

/** Of a client's run outside of any command nobody can tell whether it goes on: one that was given up must go, too. */
function refuseRunning(runs: readonly RunHeader[]): void {
  const running = runs.find(
    ({ status, kind, commandId }) => status === "running" && (kind === "command" || commandId !== undefined),
  );
  if (running === undefined) return;
  throw new MlxError(
    "MLX_RUN_UNFINISHED",
    `the run ${shortId(running.id)} (${displayPath(running.name)}) is still running`,
    {
      hint: "wait until it ends, or stop it where it was started",
      exitCode: 2,
    },
  );
}

async function apply(
  app: App,
  ledger: RunLedger,
  runs: readonly RunHeader[],
  options: RmOptions,
): Promise<void> {
  if (options.purge) {
    // The rows first: a ref without its run is only a little space, a run without its snapshot is broken.
    ledger.purge(runs.map(({ id }) => id));
    const git = await app.git();
    for (const { id } of runs) await deleteSnapshot(git, id);
    return;
  }
  for (const { id } of runs) {
    if (options.restore) ledger.restore(id, app.now());
    else ledger.softDelete(id, app.now());
  }
}

function tell(app: App, runs: readonly RunHeader[], options: RmOptions): void {
  const action = options.purge ? "purged" : options.restore ? "restored" : "deleted";
  const said = options.dryRun
    ? `would ${options.purge ? "purge" : options.restore ? "restore" : "delete"}`
    : action;
  if (app.ui.mode.json) {
    const rows = runs.map(({ id, name }) => ({ id, name }));
    app.ui.json({ action, dryRun: options.dryRun, runs: rows });
    return;
  }
  if (runs.length === 0) app.ui.note("no run is deleted: there is nothing to purge");
  for (const { id, name } of runs) {
    app.ui.out(`${said} ${shortId(id)} ${displayPath(name)}`);
  }
  if (options.dryRun || runs.length === 0) return;
  if (options.purge) app.ui.note("their files leave the cache with: mlx data gc");
  if (!options.purge && !options.restore) {
    app.ui.note(
      `${countOf(runs.length, "run")} hidden; bring back with --restore, remove for good with --purge`,
    );
  }
}
