import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { compareCode } from "../../app/runs/compare-code.js";
import { loadWholeRun } from "../../app/runs/load-run.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { type RunOfRevision, selectRunOrRevision } from "../../app/runs/select-revision.js";
import { selectRun } from "../../app/runs/select-run.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { relativeTime } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { compareRuns } from "../../runs/compare/compare-runs.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader } from "../../runs/types.js";
import { compareDocument } from "./compare-document.js";
import { compareText } from "./compare-text.js";
import { metricNotFound } from "./show-metric.js";

export interface CompareOptions {
  /** Shows what is equal, too. */
  readonly all: boolean;
  /** Metrics that are better when greater, whatever their names say. */
  readonly higher: readonly string[];
  readonly lower: readonly string[];
  /** Compares these metrics alone. */
  readonly metric: readonly string[];
  /** Writes a page to this file. */
  readonly html?: string;
}

/** `mlx runs compare` */
export async function compare(
  app: App,
  names: readonly string[],
  options: CompareOptions,
): Promise<ExitCode> {
  const ledger = await openRuns(app);
  const chosen = await chooseRuns(app, ledger, names);
  for (const { run, revision } of chosen) {
    if (revision === undefined) continue;
    app.ui.note(
      `${revision}: run ${shortId(run.id)} ${displayPath(run.name)} (${relativeTime(run.startTime, app.now())})`,
    );
  }
  const whole = chosen.map(({ run }) => loadWholeRun(ledger, run.id));
  const comparison = onlyMetrics(compareRuns(whole, options), options.metric);
  const code = await compareCode(await app.git(), whole);
  const compared = { comparison, code, revisions: chosen.map(({ revision }) => revision) };
  const file = options.html === undefined ? undefined : resolve(app.cwd, options.html);
  if (file !== undefined) {
    const { comparePage } = await import("./compare-page.js");
    writeFileAtomic(file, comparePage(ledger, compared, app.now()), { durable: false });
  }
  if (app.ui.mode.json) app.ui.json({ ...compareDocument(compared), html: file ?? null });
  else if (file !== undefined) app.ui.out(`wrote ${options.html}`);
  else app.ui.answer(compareText(app.ui, ledger, compared, { all: options.all, now: app.now() }));
  return ExitCode.ok;
}

/** A run alone is compared with the one before it in its experiment; no run at all means the last one. */
async function chooseRuns(app: App, ledger: RunLedger, names: readonly string[]): Promise<RunOfRevision[]> {
  const [name = "last", ...others] = names;
  if (others.length === 0) {
    const chosen =
      names.length === 0
        ? { run: await selectRun(app, ledger, name) }
        : await selectRunOrRevision(app, ledger, name);
    return [{ run: predecessor(ledger, chosen.run) }, chosen];
  }
  const chosen: RunOfRevision[] = [];
  for (const text of names) {
    const one = await selectRunOrRevision(app, ledger, text);
    if (!chosen.some(({ run }) => run.id === one.run.id)) chosen.push(one);
  }
  if (chosen.length > 1) return chosen;
  throw new MlxError(
    "MLX_USAGE",
    `${names.join(" and ")} name the same run, ${chosen.map(({ run }) => shortId(run.id)).join()}`,
    {
      hint: "name two runs; mlx runs list shows them",
      exitCode: 2,
    },
  );
}

/** The latest run of the same experiment and kind that began before it. */
function predecessor(ledger: RunLedger, run: RunHeader): RunHeader {
  const earlier = {
    field: { entity: "attribute", key: "start_time" },
    operator: "<=",
    value: run.startTime,
  } as const;
  const query = { experiments: [run.experiment], kinds: [run.kind], filter: [earlier], limit: 2 };
  const before = ledger.search(query).runs.find(({ id }) => id !== run.id);
  if (before) return before;
  throw new MlxError(
    "MLX_RUN_NOT_FOUND",
    `${shortId(run.id)} (${displayPath(run.name)}) is the first run of its experiment`,
    {
      hint: "name two runs to compare; mlx runs list shows them",
      exitCode: 2,
    },
  );
}

function onlyMetrics(comparison: ReturnType<typeof compareRuns>, keys: readonly string[]) {
  if (keys.length === 0) return comparison;
  const known = comparison.metrics.map(({ key }) => key);
  const missing = keys.find((key) => !known.includes(key));
  if (missing !== undefined) throw metricNotFound(missing, known, "none of these runs has a metric");
  return { ...comparison, metrics: comparison.metrics.filter(({ key }) => keys.includes(key)) };
}
