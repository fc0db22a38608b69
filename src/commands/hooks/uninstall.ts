import type { App } from "../../app/app.js";
import { applyEdits } from "../../app/hooks/apply-edits.js";
import { readHookLayout } from "../../app/hooks/hook-layout.js";
import { planUninstall } from "../../app/hooks/plan-uninstall.js";
import { requireCommits } from "../../app/hooks/require-commits.js";
import { ExitCode } from "../../core/exit-codes.js";
import { forgetMlx } from "../../git/hooks-folder.js";
import { reportSteps } from "./report-steps.js";

export interface UninstallOptions {
  readonly dryRun: boolean;
}

/** `mlx hooks uninstall`: takes out what `mlx hooks install` put in, and nothing else. */
export async function uninstall(app: App, options: UninstallOptions): Promise<ExitCode> {
  await requireCommits(app);
  const layout = await readHookLayout(app);
  const steps = await planUninstall(layout);
  if (!options.dryRun) {
    applyEdits(steps.flatMap((step) => step.edits));
    await forgetMlx(await app.git());
  }
  reportSteps(app, steps, { dryRun: options.dryRun, root: layout.root });
  if (steps.length === 0) app.ui.out("nothing to do: no hook calls mlx here");
  return ExitCode.ok;
}
