import { basename, resolve } from "node:path";
import type { App } from "../../app/app.js";
import { checkpointPath, keepFiles } from "../../app/runs/keep-files.js";
import { openLogTarget, requireOpen } from "../../app/runs/log-target.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { parsePairs } from "../../core/key-value.js";
import type { RunArtifact } from "../../runs/types.js";
import { type LogTargetOptions, parseMetrics, parseStep } from "./log-values.js";
import { artifactDocument } from "./run-document.js";

export interface LogArtifactOptions extends LogTargetOptions {
  /** The folder among the run's artifacts. */
  readonly path?: string;
  /** As typed; makes what is logged a checkpoint. */
  readonly step?: string;
  readonly metric: readonly string[];
}

/** `mlx runs log artifact`: the files are in the cache, and the ledger names them, when it returns. */
export async function logArtifacts(
  app: App,
  paths: readonly string[],
  options: LogArtifactOptions,
): Promise<ExitCode> {
  const step = options.step === undefined ? undefined : parseStep(options.step);
  const metrics = parseMetrics(parsePairs(options.metric, "--metric"));
  if (step === undefined && metrics.length > 0) {
    throw new MlxError("MLX_USAGE", "--metric needs --step: it says how good a checkpoint is", {
      hint: "mlx runs log metric logs one without a checkpoint",
      exitCode: 2,
    });
  }
  const target = await openLogTarget(app, options.run);
  await requireOpen(target);
  const { ledger, run } = target;
  const cache = await target.app.cache();
  const artifacts: RunArtifact[] = [];
  for (const typed of paths) {
    const source = resolve(app.cwd, typed);
    const now = app.now();
    const path = destination(source, options.path, step);
    artifacts.push(...(await keepFiles({ ledger, cache, id: run.id, source, path, now })));
    if (step !== undefined) ledger.addCheckpoint(run.id, { step, path, loggedAt: now });
  }
  if (step !== undefined && metrics.length > 0) {
    const timestamp = app.now();
    ledger.append(run.id, { metrics: metrics.map((metric) => ({ ...metric, step, timestamp })) }, timestamp);
  }
  if (app.ui.mode.json)
    app.ui.json({ run: run.id, step: step ?? null, artifacts: artifacts.map(artifactDocument) });
  return ExitCode.ok;
}

function destination(source: string, folder: string | undefined, step: number | undefined): string {
  if (folder === undefined) return step === undefined ? basename(source) : checkpointPath(step, source);
  return `${folder.replace(/\/+$/, "")}/${basename(source)}`;
}
