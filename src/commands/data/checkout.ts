import type { App } from "../../app/app.js";
import { checkoutTargets } from "../../app/data/apply-checkout.js";
import { openDataSession, selectWorking } from "../../app/data/session.js";
import type { ExitCode } from "../../core/exit-codes.js";
import type { LinkType } from "../../core/settings.js";
import { renderCheckout } from "./render-checkout.js";

export interface CheckoutCommandOptions {
  readonly paths: readonly string[];
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly link?: LinkType;
}

/** `mlx data checkout`: makes data equal its pointers from what the cache holds. */
export async function checkout(app: App, options: CheckoutCommandOptions): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data checkout",
    changesWorktree: true,
    cacheLock: "shared",
  });
  const outcomes = await checkoutTargets(session, await selectWorking(session, options.paths), {
    force: options.force,
    dryRun: options.dryRun,
    ...(options.link && { links: [options.link] }),
  });
  session.statCache.save();
  return renderCheckout(app, outcomes, options);
}
