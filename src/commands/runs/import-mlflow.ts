import type { App } from "../../app/app.js";
import { openDataSession } from "../../app/data/session.js";
import { importHistory } from "../../app/runs/exchange/import-history.js";
import { openRuns } from "../../app/runs/open-runs.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { openHistory } from "../../mlflow/import/open-history.js";
import { reportTaken } from "./report-taken.js";

export interface ImportMlflowOptions {
  /** A folder, a database or a server. */
  readonly source: string;
  readonly experiments: readonly string[];
  readonly artifacts: boolean;
  readonly dryRun: boolean;
}

/** `mlx runs import mlflow`: takes in what MLflow recorded. */
export async function importMlflow(app: App, options: ImportMlflowOptions): Promise<ExitCode> {
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: user,
    MLFLOW_TRACKING_PASSWORD: password,
  } = app.env;
  const session = await openDataSession(app, {
    command: "runs import mlflow",
    cacheLock: "shared",
    bare: true,
  });
  const history = await openHistory(options.source, app.cwd, {
    signal: app.signal,
    ...(token !== undefined && { token }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
  });
  app.onEnd(() => history.close());
  const ledger = await openRuns(app);
  const { taken, artifacts, unfinished, missing } = await importHistory(session, ledger, history, options);
  if (unfinished > 0) {
    app.ui.note(
      `${countOf(unfinished, "run")} still RUNNING in MLflow: taken in as interrupted, with the last metric's time as the end`,
    );
  }
  const [first] = missing;
  if (first) {
    const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : "";
    app.ui.warn(`${displayPath(first.place)}: ${first.reason}${more}; the records are in without them`);
  }
  return reportTaken(app, taken, {
    verb: "import",
    dryRun: options.dryRun,
    extra: { source: history.location, artifacts, unfinished, missing },
    code: "MLX_IMPORT_INCOMPLETE",
    hint: "mend what is named and import again: what is here already stays as it is; a run that has changed in MLflow since it was imported: mlx runs rm ID, then mlx runs rm --purge ID first",
  });
}
