import type { App } from "../../app/app.js";
import { loadWholeRun } from "../../app/runs/load-run.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { timestamp } from "../../core/format-time.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { MetricPoint, RunId } from "../../runs/types.js";
import { textChart } from "../../ui/text-chart.js";

/** Rows of a table that people still read. */
const readable = 40;

/** The history of one metric: a chart and a table, JSON, or CSV. */
export function showMetric(
  app: App,
  ledger: RunLedger,
  id: RunId,
  key: string,
  options: { readonly csv: boolean },
): ExitCode {
  const run = loadWholeRun(ledger, id);
  const points = ledger.history(run.measuredBy, key);
  if (points.length === 0)
    throw metricNotFound(key, Object.keys(run.metrics), `the run ${shortId(id)} has no metric`);
  const plain = points.map(({ step, timestamp: at, value }) => ({ step, timestamp: at, value }));
  if (app.ui.mode.json) app.ui.json({ id, measuredBy: run.measuredBy, key, points: plain });
  else if (options.csv) {
    const lines = plain.map((point) => `${point.step},${point.timestamp},${point.value}`);
    app.ui.answer(["step,timestamp,value", ...lines].join("\n"));
  } else {
    app.ui.answer(
      [app.ui.theme.bold(displayPath(key)), chart(app, points), table(app, points)]
        .filter((it) => it !== "")
        .join("\n\n"),
    );
    if (points.length > readable) {
      app.ui.note(
        `${countOf(points.length - readable, "point")} in between left out; --csv and --json have all`,
      );
    }
  }
  return ExitCode.ok;
}

/** Of a metric that nobody logged. @param lack what was searched, as `none of the runs has a metric`. */
export function metricNotFound(key: string, known: readonly string[], lack: string): MlxError {
  const near = closest(key, known);
  const some = known.slice(0, 8).map(displayPath).join(", ");
  const listed =
    known.length === 0 ? "no metric was logged" : `there are: ${some}${known.length > 8 ? ", …" : ""}`;
  return new MlxError("MLX_METRIC_NOT_FOUND", `${lack} ${JSON.stringify(key)}`, {
    hint: near === undefined ? listed : `did you mean ${displayPath(near)}?`,
    exitCode: 2,
  });
}

function chart(app: App, points: readonly MetricPoint[]): string {
  if (points.length < 2) return "";
  const first = points[0];
  const sameStep = points.every(({ step }) => step === first?.step);
  const curve = points.map(({ step, timestamp: at, value }) => ({
    x: sameStep ? (at - (first?.timestamp ?? 0)) / 1000 : step,
    y: value,
  }));
  const width = Math.min(app.ui.mode.width, 100);
  return textChart(curve, { width, height: 14, xLabel: sameStep ? "seconds" : "step" });
}

function table(app: App, points: readonly MetricPoint[]): string {
  const row = ({ step, timestamp: at, value }: MetricPoint) => [
    String(step),
    timestamp(at),
    formatNumber(value),
  ];
  const half = readable / 2;
  const rows =
    points.length <= readable
      ? points.map(row)
      : [...points.slice(0, half).map(row), ["…", "…", "…"], ...points.slice(-half).map(row)];
  return app.ui.table(["step", "time", "value"], rows, { right: [0, 2] });
}
