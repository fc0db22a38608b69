import type { App } from "../../app/app.js";
import { clientRuns, loadWholeRun } from "../../app/runs/load-run.js";
import { metricSummaries } from "../../app/runs/metric-summary.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { selectRun } from "../../app/runs/select-run.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { RunId } from "../../runs/types.js";
import { showDocument } from "./show-document.js";
import { showMetric } from "./show-metric.js";
import { type ShownRun, showText } from "./show-text.js";
import { watchRun } from "./watch-run.js";

export interface ShowOptions {
  /** Puts every point of every metric into the JSON. */
  readonly history: boolean;
  readonly watch: boolean;
  /** Shows this metric's history alone. */
  readonly metric?: string;
  /** With `metric`: lines of comma-separated values. */
  readonly csv: boolean;
}

/** `mlx runs show` */
export async function show(app: App, name: string, options: ShowOptions): Promise<ExitCode> {
  requireSense(options, app.ui.mode.json);
  const ledger = await openRuns(app);
  const { id } = await selectRun(app, ledger, name, { view: "any" });
  if (options.metric !== undefined) return showMetric(app, ledger, id, options.metric, options);
  if (options.watch) await watchRun(app, ledger, () => readShown(ledger, id));
  const shown = readShown(ledger, id);
  if (app.ui.mode.json) {
    const { measuredBy } = shown.run;
    const historyOf = options.history ? (key: string) => ledger.history(measuredBy, key) : undefined;
    app.ui.json({ run: showDocument(shown, historyOf) });
  } else if (!options.watch) app.ui.answer(showText(app.ui, shown, app.now()));
  return ExitCode.ok;
}

function requireSense(options: ShowOptions, json: boolean): void {
  if (options.history && !json) {
    throw new MlxError("MLX_USAGE", "--history is for JSON: every point of every metric", {
      hint: "add --json, or see one metric: --metric KEY",
      exitCode: 2,
    });
  }
  if (options.watch && options.metric !== undefined) {
    throw new MlxError("MLX_USAGE", "--watch and --metric do not go together", {
      hint: "use one of them at a time",
      exitCode: 2,
    });
  }
  if (options.csv && options.metric === undefined) {
    throw new MlxError("MLX_USAGE", "--csv is for the history of one metric", {
      hint: "name it: --metric KEY --csv",
      exitCode: 2,
    });
  }
}

function readShown(ledger: RunLedger, id: RunId): ShownRun {
  const run = loadWholeRun(ledger, id);
  return {
    run,
    metrics: metricSummaries(ledger, run.measuredBy, run.metrics),
    inside: run.kind === "command" ? clientRuns(ledger, id) : [],
  };
}
