import type { App } from "../../app/app.js";
import { type FetchOutcome, fetchObjects } from "../../app/data/fetch-objects.js";
import { type OpenedRemote, openRemote } from "../../app/data/open-remote.js";
import { isAboutEverything, withSharedRuns } from "../../app/data/run-objects.js";
import { type DataSession, openDataSession } from "../../app/data/session.js";
import { readSources, type Sources } from "../../app/data/sources.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import type { TransferCommandOptions } from "./push.js";
import { reportTransfer } from "./report-transfer.js";

export interface Fetched {
  readonly remote: OpenedRemote;
  readonly sources: Sources;
  readonly outcome: FetchOutcome;
}

/** `mlx data fetch`: downloads into the cache what it lacks, and leaves the working tree alone. */
export async function fetch(app: App, options: TransferCommandOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "data fetch", cacheLock: "shared", bare: true });
  const fetched = await fetchInto(session, { ...options, conflicts: true });
  return reportTransfer(app, { ...fetchReport(fetched, options.dryRun), hint: missingHint });
}

export const missingHint = "someone who has the bytes needs to push them: mlx data push";

export async function fetchInto(session: DataSession, options: TransferCommandOptions): Promise<Fetched> {
  const remote = await openRemote(session.app, options.remote, { create: false });
  const named = await readSources(session, options);
  const sources = isAboutEverything(options) ? await withSharedRuns(session, remote, named) : named;
  const jobs = options.jobs ?? session.config.transfer.jobs;
  const outcome = await fetchObjects(session, remote, sources, {
    dryRun: options.dryRun,
    ...(jobs !== undefined && { jobs }),
  });
  return { remote, sources, outcome };
}

export function fetchReport({ remote, outcome }: Fetched, dryRun: boolean) {
  const nothing = outcome.fetched === 0 && outcome.failed.length === 0;
  const moved = `${dryRun ? "would fetch" : "fetched"} ${countOf(outcome.fetched, "object")} (${formatBytes(outcome.bytes)}) from ${remote.name}`;
  return {
    line: nothing ? `nothing to fetch: the cache has all ${countOf(outcome.present, "object")}` : moved,
    document: { remote: remote.name, dryRun, ...outcome },
    failed: outcome.failed,
    what: "could not be fetched; everything else is in the cache",
  };
}
