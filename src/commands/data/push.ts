import type { App } from "../../app/app.js";
import { openRemote } from "../../app/data/open-remote.js";
import { pushObjects } from "../../app/data/push-objects.js";
import { isAboutEverything, withRunsToPush } from "../../app/data/run-objects.js";
import { openDataSession } from "../../app/data/session.js";
import { readSources, type SourceOptions } from "../../app/data/sources.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { reportTransfer } from "./report-transfer.js";

export interface TransferCommandOptions extends SourceOptions {
  readonly remote?: string;
  readonly jobs?: number;
  readonly dryRun: boolean;
}

/** `mlx data push`: uploads what the store lacks, the files of recorded runs too. */
export async function push(app: App, options: TransferCommandOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "data push", cacheLock: "shared", bare: true });
  const remote = await openRemote(app, options.remote, { create: !options.dryRun });
  const named = await readSources(session, options);
  const sources = isAboutEverything(options) ? await withRunsToPush(session, named) : named;
  const jobs = options.jobs ?? session.config.transfer.jobs;
  const outcome = await pushObjects(session, remote, sources, {
    dryRun: options.dryRun,
    ...(jobs !== undefined && { jobs }),
  });
  const verb = options.dryRun ? "would push" : "pushed";
  const moved = `${verb} ${countOf(outcome.uploaded, "object")} (${formatBytes(outcome.bytes)}) to ${remote.name}`;
  const there = `${countOf(outcome.present, "object")} ${outcome.present === 1 ? "was" : "were"} there already`;
  const nothing = outcome.uploaded === 0 && outcome.failed.length === 0;
  return reportTransfer(app, {
    line: nothing
      ? `nothing to push: ${remote.name} has all ${countOf(outcome.present, "object")}`
      : `${moved}; ${there}`,
    document: { remote: remote.name, dryRun: options.dryRun, ...outcome },
    failed: outcome.failed,
    what: "could not be pushed; everything else is there",
    hint: "bring the bytes back with: mlx data fetch, or mlx data add the original file; then push again",
  });
}
