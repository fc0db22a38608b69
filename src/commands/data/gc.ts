import type { App } from "../../app/app.js";
import { collectCache } from "../../app/data/collect-cache.js";
import { collectRemote } from "../../app/data/collect-remote.js";
import { openDataSession } from "../../app/data/session.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";

export interface GcOptions {
  /** Really removes; otherwise only says what would be. */
  readonly apply: boolean;
  /** A remote's name, or true for the default one: collects there, not in the cache. */
  readonly remote?: string | boolean;
  /** How long a remote's candidates must have been known, in milliseconds. */
  readonly graceMs: number;
}

/** `mlx data gc`: removes objects that nothing needs any more. */
export async function gc(app: App, options: GcOptions): Promise<ExitCode> {
  return options.remote ? gcRemote(app, options) : gcCache(app, options.apply);
}

async function gcCache(app: App, apply: boolean): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data gc",
    bare: true,
    cacheLock: apply ? "exclusive" : "shared",
  });
  const { plan, freed } = await collectCache(session, apply);
  const { remove, onlyCopies, kept, bytes } = plan;
  if (app.ui.mode.json) {
    const removed = remove.map(({ sha256, size }) => ({ sha256, size }));
    app.ui.json({
      dryRun: !apply,
      objects: remove.length,
      bytes,
      freed,
      kept,
      onlyCopies: onlyCopies.length,
      removed,
    });
  }
  const what = `${countOf(remove.length, "object")} (${formatBytes(bytes)})`;
  app.ui.out(
    remove.length === 0
      ? `nothing to remove: all ${countOf(kept, "object")} are needed`
      : `${apply ? "removed" : "would remove"} ${what}; ${countOf(kept, "object")} kept`,
  );
  if (onlyCopies.length > 0) {
    app.ui.note(
      `${countOf(onlyCopies.length, "object")} of older commits stay too: no remote is known to hold them (mlx data push --all-branches --all-tags)`,
    );
  }
  if (!apply && remove.length > 0) app.ui.note("this was a dry run; remove them with: mlx data gc --apply");
  return ExitCode.ok;
}

async function gcRemote(app: App, options: GcOptions): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data gc --remote",
    bare: true,
    cacheLock: "shared",
  });
  const name = typeof options.remote === "string" ? options.remote : undefined;
  const { remote, plan } = await collectRemote(session, {
    name,
    apply: options.apply,
    graceMs: options.graceMs,
  });
  const bytes = plan.remove.reduce((sum, object) => sum + object.size, 0);
  if (app.ui.mode.json) {
    const waitUntil =
      plan.waitUntil === undefined ? {} : { waitUntil: new Date(plan.waitUntil).toISOString() };
    app.ui.json({
      remote,
      dryRun: !options.apply,
      objects: plan.remove.length,
      bytes,
      candidates: plan.candidates.length,
      ...waitUntil,
    });
  }
  const verb = options.apply ? "removed" : "would remove";
  if (plan.remove.length > 0)
    app.ui.out(`${verb} ${countOf(plan.remove.length, "object")} (${formatBytes(bytes)}) from ${remote}`);
  if (plan.waitUntil !== undefined) {
    app.ui.out(
      `${countOf(plan.candidates.length, "candidate")} on ${remote}; they may be removed from ${new Date(plan.waitUntil).toISOString()} on`,
    );
  } else if (plan.candidates.length > 0) {
    const marked = options.apply ? "marked" : "would mark";
    app.ui.out(
      `${marked} ${countOf(plan.candidates.length, "candidate")} on ${remote}: nothing here names them`,
    );
    app.ui.note(
      "they are removed by a second run once the grace period is over, unless someone pushes them again",
    );
  } else if (plan.remove.length === 0) app.ui.out(`nothing to remove from ${remote}`);
  if (!options.apply && plan.candidates.length + plan.remove.length > 0) {
    app.ui.note(
      "if other repositories keep data in this store too, leave it: what they alone name looks unneeded from here",
    );
    app.ui.note("this was a dry run; do it with: mlx data gc --remote --apply");
  }
  return ExitCode.ok;
}
