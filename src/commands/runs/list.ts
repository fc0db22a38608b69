import type { App } from "../../app/app.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { requireExperiments } from "../../app/runs/require-experiments.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { type ListColumn, parseColumns } from "../../runs/list-columns.js";
import { type NestedRun, nestRuns } from "../../runs/nest-runs.js";
import type { RunQuery } from "../../runs/query.js";
import { tellingKeys } from "../../runs/telling-keys.js";
import type { RunSummary } from "../../runs/types.js";
import { type FlexibleColumn, fitColumns, fittedText } from "../../ui/fit-columns.js";
import { withParents } from "./list-parents.js";
import { cellText, statusStyle } from "./run-cells.js";
import { runDocument } from "./run-document.js";
import { type QueryOptions, readQuery } from "./run-query.js";
import { fullSortKeys, idleSortKeys } from "./sort-keys.js";

export interface ListOptions extends QueryOptions {
  /** As typed: `id,metrics.loss`. */
  readonly columns?: string;
  /** 0 shows all. */
  readonly limit: number;
  readonly deleted: boolean;
  /** Deleted runs beside the others. */
  readonly all: boolean;
  readonly jsonl: boolean;
}

/** `mlx runs list` */
export async function list(app: App, options: ListOptions): Promise<ExitCode> {
  const ledger = await openRuns(app);
  const view = viewOf(options);
  requireExperiments(ledger, options.experiment);
  const chosen: RunQuery = { ...readQuery({ ...options, sort: [], orderBy: [] }), view };
  const sort = fullSortKeys(ledger, chosen, options.sort ?? []);
  const query: RunQuery = { ...readQuery({ ...options, sort }), view };
  const limit = options.limit === 0 ? {} : { limit: options.limit };
  const { runs, total } = ledger.search({ ...query, ...limit });
  const idle = runs.length === 0 ? [] : idleSortKeys(ledger, query);
  if (idle.length > 0) app.ui.note(`none of the runs has ${idle.map(displayPath).join(" or ")} to sort by`);
  const columns = options.columns === undefined ? undefined : parseColumns(options.columns, runs);
  if (options.jsonl) for (const run of runs) app.ui.jsonLine(runDocument(run));
  else if (app.ui.mode.json) app.ui.json({ runs: runs.map(runDocument), total });
  else if (runs.length === 0) tellNothing(app, ledger, view);
  else {
    const nested = query.order === undefined;
    const listed = nested ? withParents(ledger, query, runs) : runs;
    render(app, listed, { columns, nested });
    if (total > listed.length) {
      app.ui.note(`${formatCount(listed.length)} of ${formatCount(total)} runs; --limit 0 shows all`);
    }
  }
  return ExitCode.ok;
}

function viewOf({ all, deleted }: ListOptions): NonNullable<RunQuery["view"]> {
  return all ? "all" : deleted ? "deleted" : "active";
}

function tellNothing(app: App, ledger: RunLedger, view: NonNullable<RunQuery["view"]>): void {
  const { total } = ledger.search({ limit: 1, view });
  if (total > 0) {
    app.ui.note(`none of the ${formatCount(total)} runs matches`);
  } else if (view === "deleted") {
    app.ui.note("no run is deleted");
  } else {
    const deleted = ledger.search({ limit: 1, view: "deleted" }).total;
    const rest = deleted === 0 ? "" : ` (${formatCount(deleted)} deleted: mlx runs list --deleted)`;
    app.ui.note(
      `no runs are recorded here${rest}; record one with mlx run -- COMMAND, or take in your team's with mlx runs pull`,
    );
  }
}

function render(
  app: App,
  runs: readonly RunSummary[],
  how: { readonly columns: readonly ListColumn[] | undefined; readonly nested: boolean },
): void {
  const rows = how.nested ? nestRuns(runs) : runs.map((run) => ({ run, depth: 0 }));
  const columns = how.columns
    ? chosenColumns(app, rows, how.columns)
    : [...attributeColumns(app, rows), ...tellingColumns(app, rows)];
  const table = fitColumns(columns, app.ui.mode.width);
  app.ui.answer(fittedText(table, app.ui.theme));
  const left = table.dropped.filter((heading) => heading !== "experiment" && heading !== "duration");
  const some = left.slice(0, 3).join(", ");
  if (left.length > 0)
    app.ui.note(`no room for ${some}${left.length > 3 ? ", …" : ""}; choose with --columns`);
}

type Rows = readonly NestedRun<RunSummary>[];

function column(
  app: App,
  rows: Rows,
  what: ListColumn,
  layout: Partial<FlexibleColumn> = {},
): FlexibleColumn {
  const now = app.now();
  const isStatus = what.entity === "attribute" && what.key === "status";
  const isName = what.entity === "attribute" && what.key === "name";
  return {
    heading: displayPath(what.key),
    cells: rows.map(({ run, depth }) => `${isName ? indent(depth) : ""}${cellText(run, what, now)}`),
    right: what.entity === "metric",
    ...(isStatus && {
      style: (text: string, row: number) => {
        const run = rows[row]?.run;
        return run ? statusStyle(app.ui.theme, run.status)(text) : text;
      },
    }),
    ...layout,
  };
}

function indent(depth: number): string {
  return depth === 0 ? "" : `${"  ".repeat(depth - 1)}└ `;
}

function attributeColumns(app: App, rows: Rows): FlexibleColumn[] {
  const attribute = (key: string, layout: Partial<FlexibleColumn> = {}) =>
    column(app, rows, { entity: "attribute", key }, layout);
  const oneExperiment = rows.every(({ run }) => run.experiment === rows[0]?.run.experiment);
  return [
    attribute("id"),
    attribute("name", { narrowest: app.ui.mode.width < 100 ? 20 : 28, widest: 40 }),
    attribute("experiment", { worth: oneExperiment ? 1 : 90, narrowest: 10, widest: 24 }),
    attribute("status"),
    attribute("started"),
    attribute("duration", { worth: 75 }),
  ];
}

/** The three most telling ones are worth more than how long it took. */
function tellingColumns(app: App, rows: Rows): FlexibleColumn[] {
  const keys = tellingKeys(rows.map(({ run }) => run)).slice(0, 12);
  const flexible = keys.map((key, index) =>
    column(app, rows, key, {
      worth: 80 - index * 2,
      narrowest: key.entity === "metric" ? 12 : 8,
      widest: 20,
    }),
  );
  // Metrics and parameters each stay together.
  return [
    ...flexible.filter((_, i) => keys[i]?.entity === "metric"),
    ...flexible.filter((_, i) => keys[i]?.entity === "param"),
  ];
}

function chosenColumns(app: App, rows: Rows, columns: readonly ListColumn[]): FlexibleColumn[] {
  return columns.map((what) => column(app, rows, what, { narrowest: 8 }));
}
