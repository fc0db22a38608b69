import type { App } from "../../app/app.js";
import { openDataSession } from "../../app/data/session.js";
import { importBundles } from "../../app/runs/exchange/import-bundles.js";
import { openRuns } from "../../app/runs/open-runs.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { reportTaken } from "./report-taken.js";

export interface ImportOptions {
  /** Each `-` for standard input. */
  readonly files: readonly string[];
  readonly dryRun: boolean;
}

/** `mlx runs import`: takes runs in that `mlx runs export` wrote. */
export async function importRuns(app: App, options: ImportOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "runs import", cacheLock: "shared", bare: true });
  const ledger = await openRuns(app);
  const { taken, objects, absent } = await importBundles(session, ledger, options.files, options);
  if (absent > 0) {
    app.ui.note(
      `${countOf(absent, "object")} that these runs name ${absent === 1 ? "is" : "are"} not here; export with --artifacts, or push and fetch them`,
    );
  }
  return reportTaken(app, taken, {
    verb: "import",
    dryRun: options.dryRun,
    extra: { objects },
    code: "MLX_RUN_CONFLICT",
    hint: "one of the two was changed after it ended; to take the other one in: mlx runs rm ID, mlx runs rm --purge ID, then import again",
  });
}
