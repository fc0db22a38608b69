import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { openDataSession } from "../../app/data/session.js";
import { chooseRuns, isEmptyChoice, type RunChoice } from "../../app/runs/exchange/choose-runs.js";
import { printStream, saveStream } from "../../app/runs/exchange/save-stream.js";
import {
  type BundleSource,
  bundleStream,
  requireObjects,
} from "../../app/runs/exchange/write-bundle-file.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

export interface ExportOptions extends RunChoice {
  /** A file, or `-` for standard output. */
  readonly output: string;
  readonly artifacts: boolean;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** `mlx runs export`: writes runs, and with `--artifacts` their files, into one file. */
export async function exportRuns(app: App, options: ExportOptions): Promise<ExitCode> {
  if (isEmptyChoice(options)) {
    throw new MlxError("MLX_USAGE", "say which runs: RUN…, --experiment NAME or --all", {
      hint: "mlx runs list shows them",
      exitCode: 2,
    });
  }
  const toStdout = options.output === "-";
  if (toStdout && app.ui.mode.json && !options.dryRun) {
    throw new MlxError("MLX_USAGE", "--output - and --json both want standard output", { exitCode: 2 });
  }
  const path = resolve(app.cwd, options.output);
  if (!toStdout && !options.force && existsSync(path)) {
    throw new MlxError("MLX_DESTINATION_EXISTS", `${displayPath(options.output)} exists already`, {
      hint: "name another file with --output, or replace it with --force",
      exitCode: 2,
    });
  }
  const ledger = await openRuns(app);
  const { runs, running } = await chooseRuns(app, ledger, options);
  const progress = app.ui.progress("exporting runs", runs.length, "files");
  const source: BundleSource = { ledger, runs, signal: app.signal, onRun: () => progress.add(1) };
  const session = options.artifacts
    ? await openDataSession(app, { command: "runs export", cacheLock: "shared", bare: true })
    : undefined;
  const objects = session ? requireObjects({ ...source, cache: session.cache }) : [];
  if (!options.dryRun) {
    const stream = bundleStream(session ? { ...source, cache: session.cache } : source);
    await (toStdout ? printStream(app, stream) : saveStream(app, stream, path));
  }
  progress.done();
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  if (app.ui.mode.json) {
    const output = toStdout ? null : path;
    const skipped = running.map(({ id }) => id);
    app.ui.json({
      output,
      dryRun: options.dryRun,
      runs: runs.length,
      objects: objects.length,
      bytes,
      skipped,
    });
  }
  for (const { id, name } of running)
    app.ui.note(`left out, since it has not ended: ${id} (${displayPath(name)})`);
  const files = session ? ` with ${countOf(objects.length, "object")} (${formatBytes(bytes)})` : "";
  const line = `${options.dryRun ? "would export" : "exported"} ${countOf(runs.length, "run")}${files}`;
  if (toStdout) app.ui.note(line);
  else app.ui.out(`${line} to ${displayPath(options.output)}`);
  return ExitCode.ok;
}
