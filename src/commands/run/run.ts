import type { App } from "../../app/app.js";
import { clientRuns } from "../../app/runs/load-run.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { recordRun } from "../../app/runs/record-run.js";
import type { RecordedRun } from "../../app/runs/types.js";
import { MlxError } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { formatDuration } from "../../core/format-time.js";
import { parsePairs } from "../../core/key-value.js";
import { requireText } from "../../core/require-text.js";
import { displayPath } from "../../core/visible-text.js";
import { shortId } from "../../runs/short-id.js";
import type { CodeSnapshot, RunRecord, RunSummary } from "../../runs/types.js";
import { runDocument } from "../runs/run-document.js";

export interface RunOptions {
  readonly name?: string;
  readonly experiment?: string;
  readonly tag: readonly string[];
  readonly param: readonly string[];
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly metrics: readonly string[];
  readonly env: readonly string[];
  /** False with `--no-log`. */
  readonly log: boolean;
}

/** `mlx run`. Returns the command's exit code, 128 + N for signal N. */
export async function run(app: App, argv: readonly string[], options: RunOptions): Promise<number> {
  const { name, experiment } = options;
  requireText("--name", name);
  requireText("--experiment", experiment);
  for (const path of options.input) requireText("--input", path);
  for (const path of options.output) requireText("--output", path);
  for (const path of options.metrics) requireText("--metrics", path);
  const recorded = await recordRun(app, {
    ...(name !== undefined && { name }),
    ...(experiment !== undefined && { experiment }),
    tags: parsePairs(options.tag, "--tag"),
    params: parsePairs(options.param, "--param"),
    inputs: options.input,
    outputs: options.output,
    metricsFiles: options.metrics,
    allowEnv: options.env,
    argv,
    keepLog: options.log,
  });
  await tell(app, recorded);
  return recorded.code;
}

async function tell(app: App, recorded: RecordedRun): Promise<void> {
  let record: RunRecord | undefined;
  let clients: readonly RunSummary[] = [];
  try {
    const ledger = await openRuns(app);
    record = ledger.record(recorded.id);
    clients = clientRuns(ledger, recorded.id);
  } catch (error) {
    // The command's exit code counts, whatever became of the ledger; that was told already.
    if (!(error instanceof MlxError)) throw error;
  }
  warnOfOmitted(app, record?.context.code?.snapshot?.omitted ?? []);
  if (app.ui.mode.json) app.ui.json(document(recorded, record));
  else app.ui.note(summary(recorded, record, clients));
}

/** Without these files nobody can repeat the run: better known now than in a year. */
function warnOfOmitted(app: App, omitted: CodeSnapshot["omitted"]): void {
  const [first] = omitted;
  if (first === undefined) return;
  const more = omitted.length === 1 ? "" : ` and ${countOf(omitted.length - 1, "other file")}`;
  app.ui.warn(
    `the run's snapshot lacks ${displayPath(first.path)}${more} (${first.detail}): it cannot be reproduced without`,
    "commit what the run needs, or let git ignore it",
  );
}

function document(recorded: RecordedRun, record: RunRecord | undefined): Record<string, unknown> {
  if (!record) return { ...recorded.end, id: recorded.id };
  const { context, artifacts } = record;
  return {
    ...runDocument(record),
    artifacts: artifacts.map(({ path, sha256, size }) => ({ path, sha256, size })),
    resources: context.resources ?? null,
    warnings: context.warnings ?? [],
  };
}

function summary(
  { id, end }: RecordedRun,
  record: RunRecord | undefined,
  clients: readonly RunSummary[],
): string {
  const seconds = record?.context.resources?.wallSeconds;
  const metrics = Object.keys(record?.metrics ?? {}).length;
  const how = {
    finished: "finished",
    failed: `failed with exit code ${end.exitCode}`,
    killed: `was killed by ${end.signal}`,
    interrupted: "was interrupted",
  }[end.status];
  const short = shortId(id);
  return [
    `run ${short} ${how}${seconds === undefined ? "" : ` in ${formatDuration(seconds * 1000)}`}`,
    ...(metrics > 0 ? [countOf(metrics, "metric")] : []),
    ...(clients.length > 0 ? [countOf(clients.length, "MLflow run")] : []),
    `mlx runs show ${short}`,
  ].join(" · ");
}
