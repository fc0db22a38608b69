import { statSync } from "node:fs";
import { join } from "node:path";
import { acquireLock } from "../../files/lock.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { App } from "../app.js";
import { keepCheckpoint } from "./keep-checkpoint.js";
import { keepLog } from "./keep-log.js";
import { MetricsIntake } from "./metrics-intake.js";
import { childLives, isAbandoned, type RunFolder, removeRunFolder, runFolders } from "./run-folder.js";

/**
 * Takes in what the metrics files of runs hold whose mlx died. Once the command has ended, too, its output is kept as
 * the run's log and the folder is removed; until then the next command takes in what was added.
 */
export async function recoverRuns(app: App, ledger: RunLedger): Promise<void> {
  const workspace = await app.workspace();
  const found = runFolders(workspace).filter((folder) => needsRecovery(app, ledger, folder));
  if (found.length === 0) return;
  const lock = await acquireLock(join(workspace.sharedDir, "runs", "recovery"), { signal: app.signal });
  try {
    // Another process may have done it while this one waited.
    const folders = new Set(runFolders(workspace).map(({ id }) => id));
    let failure: unknown;
    for (const folder of found.filter(({ id }) => folders.has(id))) {
      // What stands in the way of one must not keep the others waiting.
      await recover(app, ledger, folder).catch((error: unknown) => {
        failure ??= error;
      });
    }
    if (failure !== undefined) throw failure;
  } finally {
    lock.release();
  }
}

function needsRecovery(app: App, ledger: RunLedger, folder: RunFolder): boolean {
  const header = ledger.header(folder.id);
  if (!header && isAbandoned(folder, app.now())) removeRunFolder(folder);
  if (!header || header.status === "running") return false;
  const size = statSync(folder.metrics, { throwIfNoEntry: false })?.size ?? 0;
  return size > ledger.spoolOffset(folder.id) || !childLives(folder, app.now());
}

async function recover(app: App, ledger: RunLedger, folder: RunFolder): Promise<void> {
  const { id } = folder;
  const ended = !childLives(folder, app.now());
  const warnings: string[] = [];
  const intake = new MetricsIntake({
    ledger,
    id,
    file: folder.metrics,
    now: () => app.now(),
    warn: (message) => warnings.push(message),
    keepCheckpoint: async (path, step) => {
      const [workspace, cache] = await Promise.all([app.workspace(), app.cache()]);
      const cwd = join(workspace.root, ledger.record(id)?.context.command?.cwd ?? ".");
      await keepCheckpoint({ ledger, cache, id, cwd, path, step, now: app.now() });
    },
  });
  await intake.take(ended);
  if (warnings.length > 0) {
    const known = ledger.record(id)?.context.warnings ?? [];
    ledger.mergeContext(id, { warnings: [...new Set([...known, ...warnings])] });
  }
  if (!ended) return;
  // One that was kept is whole; here some of it may be gone, if it was this folder's removal that was interrupted.
  if (ledger.record(id)?.context.log === undefined) {
    const [cache, config] = await Promise.all([app.cache(), app.config()]);
    await keepLog({ ledger, cache, folder, limit: config.runs.logLimit });
  }
  removeRunFolder(folder);
}
