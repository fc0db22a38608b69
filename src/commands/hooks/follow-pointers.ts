import type { App } from "../../app/app.js";
import { checkOutChanged } from "../../app/hooks/check-out-changed.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

/**
 * Lets data follow its pointers after a checkout or a merge. What cannot follow is told in one line.
 * @param args of post-checkout: the commit before, the one now, and 1 for a branch, 0 for single files.
 */
export async function followPointers(
  app: App,
  hook: "post-checkout" | "post-merge",
  args: readonly string[],
): Promise<ExitCode> {
  const fresh = hook === "post-merge" || args[2] !== "0";
  const { done, kept, missing } = await checkOutChanged(app, { fresh });
  if (app.ui.mode.json) app.ui.json({ hook, changed: done, kept, missing });
  if (done > 0) app.ui.detail(`mlx ${hook}: ${countOf(done, "file")} of data checked out`);
  const parts = [
    ...(kept.length > 0 ? [`${named(kept)} kept, no copy of it exists (mlx data status)`] : []),
    ...(missing.length > 0 ? [`${named(missing)} not in the cache (mlx data pull)`] : []),
  ];
  if (parts.length > 0) app.ui.note(`mlx ${hook}: ${parts.join("; ")}`);
  return ExitCode.ok;
}

function named(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  return others.length === 0
    ? displayPath(first)
    : `${displayPath(first)} and ${countOf(others.length, "other file")}`;
}
