import type { App } from "../../app/app.js";
import { evidenceTarget } from "../../app/models/evidence-target.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { checkPlan } from "../../app/runs/reproduce/check-plan.js";
import { planReproduction } from "../../app/runs/reproduce/plan.js";
import { blocked, type Reproduction, reproduce as run } from "../../app/runs/reproduce/reproduce.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatCount } from "../../core/format-bytes.js";
import { shortId } from "../../runs/short-id.js";
import { modelEvidenceDocument, tellModelEvidence } from "../model/tell-model-evidence.js";
import { recordReproduction, requireOwnRun } from "./record-reproduction.js";
import { planDocument, planText } from "./reproduce-plan.js";
import { reproductionDocument, reproductionText } from "./reproduction.js";

export interface ReproduceCommandOptions {
  readonly tolerance: number;
  readonly keep: boolean;
  readonly to?: string;
  readonly remote?: string;
  readonly ignoreLocks: boolean;
  readonly dryRun: boolean;
  /** A version of a model, `NAME@VERSION`, that it is to be evidence of. */
  readonly record?: string;
}

/** `mlx runs reproduce`: runs a recorded run again and grades what comes out. */
export async function reproduce(app: App, text: string, options: ReproduceCommandOptions): Promise<ExitCode> {
  const ledger = await openRuns(app);
  const plan = await planReproduction(app, ledger, text);
  if (options.dryRun) {
    const checked = await checkPlan(app, plan);
    if (app.ui.mode.json) app.ui.json({ dryRun: true, ...planDocument(checked) });
    else app.ui.answer(planText(checked));
    return plan.obstacles.length > 0 ? cannotRun(app, blocked(plan.record, plan.obstacles)) : ExitCode.ok;
  }
  const target = options.record === undefined ? undefined : await evidenceTarget(app, options.record);
  if (target) requireOwnRun(ledger, plan.record, target.record);
  const reproduction = await run(app, ledger, plan, options);
  const file = target && (await recordReproduction(app, reproduction, target, options.tolerance));
  const evidence = target && modelEvidenceDocument(target.record, file);
  if (app.ui.mode.json) app.ui.json({ ...reproductionDocument(reproduction), ...evidence });
  else if (reproduction.reproduction !== undefined) app.ui.answer(reproductionText(app.ui, reproduction));
  if (target && file !== undefined) tellModelEvidence(app, target.record, file);
  if (reproduction.worktree !== undefined) app.ui.note(`the worktree is kept in ${reproduction.worktree}`);
  switch (reproduction.grade) {
    case "identical":
    case "within_tolerance":
      return ExitCode.ok;
    case "environment_differs":
    case "different":
      return ExitCode.problem;
    case "cannot_run":
      return cannotRun(app, reproduction);
  }
}

/** How many reasons a person reads. */
const namedAtMost = 10;

function cannotRun(app: App, { record, obstacles }: Reproduction): ExitCode {
  const lines = obstacles.slice(0, namedAtMost).map(({ reason }) => `  ${reason}`);
  const more = obstacles.length - lines.length;
  const hints = [...new Set(obstacles.flatMap(({ hint }) => hint ?? []))];
  return app.ui.error(
    new MlxError(
      "MLX_CANNOT_REPRODUCE",
      [
        `cannot run ${shortId(record.id)} (${record.name}) again:`,
        ...lines,
        ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
      ].join("\n"),
      hints.length > 0 ? { hint: hints.slice(0, 3).join("\n      ") } : {},
    ),
  );
}
