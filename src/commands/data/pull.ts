import type { App } from "../../app/app.js";
import { checkoutTargets } from "../../app/data/apply-checkout.js";
import { openDataSession } from "../../app/data/session.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { fetchInto, fetchReport, missingHint } from "./fetch.js";
import type { TransferCommandOptions } from "./push.js";
import { renderCheckout } from "./render-checkout.js";
import { reportTransfer } from "./report-transfer.js";

export interface PullOptions extends TransferCommandOptions {
  readonly force: boolean;
}

/**
 * `mlx data pull`: fetches, then checks out what the working tree's pointers name. With revisions it only fetches, since
 * the working tree has one revision checked out.
 */
export async function pull(app: App, options: PullOptions): Promise<ExitCode> {
  const onlyFetch = options.revisions.length > 0 || options.allBranches || options.allTags;
  const session = await openDataSession(app, {
    command: "data pull",
    cacheLock: "shared",
    ...(onlyFetch ? { bare: true } : { changesWorktree: true }),
  });
  const fetched = await fetchInto(session, options);
  const report = { ...fetchReport(fetched, options.dryRun), hint: missingHint };
  const { selections, versions = [] } = fetched.sources;
  if (onlyFetch || options.dryRun) return reportTransfer(app, report);
  if (selections.length === 0 && versions.length > 0 && options.paths.length > 0) {
    const code = reportTransfer(app, report);
    app.ui.note(
      `the cache has them; to write a version into a folder: mlx model pull ${versions[0]?.target.path} --to DIR`,
    );
    return code;
  }
  const outcomes = await checkoutTargets(session, selections, {
    force: options.force,
    dryRun: false,
  });
  session.statCache.save();
  const { failed: unfetched, ...counts } = fetched.outcome;
  if (counts.fetched > 0) app.ui.out(report.line);
  return renderCheckout(app, outcomes, {
    dryRun: false,
    extra: { remote: fetched.remote.name, ...counts },
    unfetched,
  });
}
