import type { SequentialProgress } from "../../evals/outcomes/sequential-progress.js";
import type { Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { type FoundBaseline, findBaseline } from "./baselines.js";
import { beginEvaluation } from "./begin-evaluation.js";
import { Budget } from "./budget.js";
import type { EvalOutcome } from "./eval-outcome.js";
import { EvaluationRun } from "./evaluation-run.js";
import { judgesOfCases } from "./judges-of-cases.js";
import { openEvaluations } from "./open-evaluations.js";
import { openWorld } from "./open-world.js";
import { noCases, planRun, type RunPlan } from "./plan-run.js";
import { knownResults } from "./resume.js";
import type { RunOptions } from "./run-options.js";
import type { RunWatcher } from "./run-watcher.js";

/**
 * Runs a suite: renders, asks, grades, writes each result to disk as soon as it is known, and keeps the evaluation in the
 * ledger. Once the app's signal aborts, what is under way is finished and the rest left.
 * @param resumed the evaluation that goes on; `options` are then those of `resumedOptions`.
 * @throws {MlxError} before anything is called: `MLX_NO_CASES`, `MLX_USAGE`, `MLX_UNPRICED_MODEL`, `MLX_EVAL_RUNNING`, and for a baseline that cannot be
 *   read `MLX_BASELINE_…`: exit 2.
 */
export async function runSuite(
  app: App,
  suite: Suite,
  options: RunOptions,
  watcher: RunWatcher,
  resumed?: Evaluation,
): Promise<EvalOutcome> {
  const began = performance.now();
  const ledger = await openEvaluations(app);
  const plan = await planRun(app, suite, options, resumed);
  const baseline = await findBaseline(app, suite.name);
  const sequential = await sequentialOf(plan, options, baseline);
  const cases = plan.cases();
  const first = await cases.next();
  if (first.done) throw await noCases(plan, options);
  const known = resumed && (await knownResults(app, resumed));
  const budget = new Budget(plan.suite.budget.maxCostUsd, known?.spentUsd);
  const world = await openWorld(app, plan.suite, options, budget);
  try {
    // Those of later tests are met by the budget when their turn comes.
    if (world.judge === undefined) await world.answers.requirePrices(judgesOfCases(first.value));
    const { id, path } = await beginEvaluation({ app, ledger, plan, options, resumed });
    watcher.begun(id, plan.expected);
    const run = new EvaluationRun({
      ...{ app, ledger, plan, options, watcher, world, budget, id, path, known, baseline, sequential },
      cases: { first: first.value, rest: cases },
    });
    return await run.finish(began);
  } finally {
    await cases.return(undefined);
    await world.close();
  }
}

async function sequentialOf(
  { suite, sequential }: RunPlan,
  { untilDecided }: RunOptions,
  baseline: FoundBaseline | undefined,
): Promise<SequentialProgress | undefined> {
  if (sequential === undefined || untilDecided === undefined) return undefined;
  const { sequentialGoal, sequentialProgress } = await import("./sequential-plan.js");
  return sequentialProgress(sequentialGoal(untilDecided, suite, baseline), sequential, suite, baseline);
}
