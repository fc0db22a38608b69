import type { App } from "../../app/app.js";
import { requireRecord } from "../../app/runs/load-run.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { requireExperiments } from "../../app/runs/require-experiments.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { type KeptState, keptStates } from "../../runs/kept-states.js";
import { type Direction, directionOf } from "../../runs/metric-direction.js";
import { type Ranked, rankBy } from "../../runs/rank-runs.js";
import { shortId } from "../../runs/short-id.js";
import type { LatestMetric, RunId, RunSummary } from "../../runs/types.js";
import { type FlexibleColumn, fitColumns, fittedText } from "../../ui/fit-columns.js";
import { statusStyle, statusText } from "./run-cells.js";
import { runDocument } from "./run-document.js";
import { type QueryOptions, readQuery } from "./run-query.js";
import { metricNotFound } from "./show-metric.js";

export interface BestOptions extends QueryOptions {
  readonly metric: string;
  readonly mode?: Direction;
  /** 0 shows all. */
  readonly limit: number;
  /** Ranks the checkpoints of all runs instead of the runs. */
  readonly checkpoints: boolean;
}

/** A run's best point, or a checkpoint's. */
interface Contender {
  readonly id: RunId;
  readonly value: number;
  readonly step: number;
  /** An artifact: what was kept of the model at that step. */
  readonly path?: string;
}

interface ShownContender extends Contender {
  readonly run: RunSummary;
  readonly latest: LatestMetric;
}

/** `mlx runs best`: ranks runs, or their checkpoints, by a metric. */
export async function best(app: App, options: BestOptions): Promise<ExitCode> {
  const direction = options.mode ?? directionOf(options.metric);
  const ledger = await openRuns(app);
  requireExperiments(ledger, options.experiment);
  const ids = ledger.matching(readQuery(options));
  const points = ledger.bestPoints(options.metric, direction ?? "max", ids);
  if (points.size === 0)
    throw metricNotFound(
      options.metric,
      keysOf(ledger, ids),
      ids.length === 0 ? "no run matches, so none has a metric" : "none of the runs has a metric",
    );
  if (direction === undefined) throw unknownDirection(options.metric);
  const contenders = options.checkpoints
    ? [...points.keys()].flatMap((id) =>
        statesOf(ledger, id, options.metric).map((state) => ({ id, ...state })),
      )
    : [...points].map(([id, { value, step }]) => ({ id, value, step }));
  const ranked = rankBy(contenders, ({ value }) => value, direction);
  const shown = readShown(
    ledger,
    options.limit === 0 ? ranked : ranked.slice(0, options.limit),
    options.metric,
  );
  if (app.ui.mode.json) app.ui.json(document(shown, ranked.length, { ...options, direction }));
  else if (ranked.length === 0) {
    app.ui.note(
      `no checkpoint has a value of ${displayPath(options.metric)}: log them with mlx runs log artifact --step N, or log_model(…, step=N)`,
    );
  } else render(app, shown, ranked.length, { ...options, direction });
  return ExitCode.ok;
}

function unknownDirection(metric: string): MlxError {
  return new MlxError(
    "MLX_METRIC_DIRECTION",
    `whether ${JSON.stringify(metric)} is better when it is higher or lower, its name does not tell`,
    {
      hint: "say it: --mode max or --mode min",
      exitCode: 2,
    },
  );
}

/** Of the latest runs: enough to tell what was meant. */
function keysOf(ledger: RunLedger, ids: readonly RunId[]): string[] {
  const { runs } = ledger.search({ ids, limit: 100 });
  return [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
}

/** Every kept state of a run for which the metric has a value. */
function statesOf(ledger: RunLedger, id: RunId, metric: string): KeptState[] {
  const record = requireRecord(ledger, id);
  const hasNone = record.checkpoints.length === 0 && record.models.length === 0;
  return hasNone ? [] : keptStates(record, metric, ledger.history(id, metric));
}

/** What was kept of the model at a run's best point. */
function pathOfBest(ledger: RunLedger, { id, step, value }: Contender, metric: string): string | undefined {
  return statesOf(ledger, id, metric).find(
    (state) => state.step === step && (state.measured === "step" || Object.is(state.value, value)),
  )?.path;
}

/** What is shown of the contenders: their runs, and what was kept of the model at the step. */
function readShown(
  ledger: RunLedger,
  ranked: readonly Ranked<Contender>[],
  metric: string,
): Ranked<ShownContender>[] {
  const { runs } = ledger.search({ ids: [...new Set(ranked.map(({ item }) => item.id))] });
  const byId = new Map(runs.map((run) => [run.id, run]));
  return ranked.flatMap(({ item, ...place }) => {
    const run = byId.get(item.id);
    const latest = run?.metrics[metric];
    if (run === undefined || latest === undefined) return [];
    const path = item.path ?? pathOfBest(ledger, item, metric);
    return [{ ...place, item: { ...item, run, latest, ...(path !== undefined && { path }) } }];
  });
}

type Told = BestOptions & { readonly direction: Direction };

function document(
  shown: readonly Ranked<ShownContender>[],
  total: number,
  options: Told,
): Record<string, unknown> {
  const rows = shown.map(({ rank, tied, item: { run, value, step, latest, path } }) => ({
    rank,
    tied,
    value,
    step,
    latest,
    artifact: path ?? null,
    run: runDocument(run),
  }));
  return {
    metric: options.metric,
    mode: options.direction,
    ranked: options.checkpoints ? "checkpoints" : "runs",
    total,
    best: rows,
  };
}

function render(app: App, shown: readonly Ranked<ShownContender>[], total: number, options: Told): void {
  const items = shown.map(({ item }) => item);
  const columns: FlexibleColumn[] = [
    { heading: "#", cells: shown.map(({ rank, tied }) => `${rank}${tied ? "=" : ""}`), right: true },
    { heading: "run", cells: items.map(({ run }) => shortId(run.id)) },
    {
      heading: "name",
      cells: items.map(({ run }) => displayPath(run.name)),
      narrowest: 8,
      widest: 36,
      worth: 50,
    },
    {
      heading: displayPath(options.metric),
      cells: items.map(({ value }) => formatNumber(value)),
      right: true,
      narrowest: 8,
    },
    { heading: "step", cells: items.map(({ step }) => String(step)), right: true, worth: 40 },
    {
      heading: "latest",
      cells: items.map(({ latest }) => formatNumber(latest.value)),
      right: true,
      worth: 30,
    },
    {
      heading: "status",
      cells: items.map(({ run }) => statusText(run)),
      worth: 10,
      narrowest: 8,
      style: (text, row) => statusStyle(app.ui.theme, items[row]?.run.status ?? "finished")(text),
    },
    ...(items.some(({ path }) => path !== undefined)
      ? // Never cut: mlx runs get takes it as it stands here.
        [{ heading: "checkpoint", cells: items.map(({ path }) => displayPath(path ?? "")) }]
      : []),
  ];
  const table = fitColumns(columns, app.ui.mode.width);
  app.ui.answer(fittedText(table, app.ui.theme));
  tellTie(app, shown, options);
  if (total > shown.length) app.ui.note(`${shown.length} of ${formatCount(total)}; --limit 0 shows all`);
}

function tellTie(app: App, shown: readonly Ranked<ShownContender>[], options: Told): void {
  const first = shown.filter(({ rank }) => rank === 1);
  const better = options.direction === "min" ? "lower is better" : "higher is better";
  const what = options.checkpoints ? "checkpoint" : "run";
  if (first.length > 1)
    app.ui.note(`${countOf(first.length, what)} tie for the best ${displayPath(options.metric)} (${better})`);
  else
    app.ui.note(
      `ranked by ${displayPath(options.metric)}, ${better}${options.checkpoints ? "" : "; each run's best step counts"}`,
    );
}
