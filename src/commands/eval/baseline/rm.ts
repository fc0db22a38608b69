import type { App } from "../../../app/app.js";
import { removeBaseline, requireBaselineFile } from "../../../app/evals/baselines.js";
import { suiteNameOf } from "../../../app/evals/suite-name.js";
import { ExitCode } from "../../../core/exit-codes.js";
import { displayPath } from "../../../core/visible-text.js";

/** `mlx eval baseline rm`: also of a file that cannot be read. */
export async function remove(
  app: App,
  typed: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ExitCode> {
  const suite = await suiteNameOf(app, typed);
  const path = await requireBaselineFile(app, suite);
  if (!dryRun) await removeBaseline(app, path);
  if (app.ui.mode.json) app.ui.json({ suite, path, removed: !dryRun });
  else {
    const again = "from now on every case has to pass, unless the suite has gates";
    app.ui.out(`${dryRun ? "would remove" : "removed"} ${displayPath(path)}; ${again}`);
  }
  return ExitCode.ok;
}
