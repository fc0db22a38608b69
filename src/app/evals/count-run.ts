import { judgeOf } from "../../evals/judges/judge-of.js";
import type { AssertionSpec, Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { noCases, planRun } from "./plan-run.js";
import type { RunOptions } from "./run-options.js";

/** What `--dry-run` says. */
export interface RunCount {
  readonly cases: number;
  /** Of providers; judges not counted. */
  readonly calls: number;
  /** Assertions that a model judges. */
  readonly judgements: number;
}

/** Counts what `runSuite` would run, and calls nothing. @throws {MlxError} `MLX_NO_CASES`, `MLX_EVAL_NOT_FOUND`, exit 2. */
export async function countRun(
  app: App,
  suite: Suite,
  options: RunOptions,
  resumed?: Evaluation,
): Promise<RunCount> {
  const plan = await planRun(app, suite, options, resumed);
  let [cases, calls, judgements] = [0, 0, 0];
  for await (const items of plan.cases()) {
    cases += items.length;
    for (const { test } of items) {
      if (test.givenOutput === undefined) calls++;
      judgements += judgementsIn(test.assertions);
    }
  }
  if (cases === 0) throw await noCases(plan, options);
  return { cases, calls, judgements };
}

function judgementsIn(assertions: readonly AssertionSpec[]): number {
  return assertions.reduce(
    (sum, { type, assertions: inside = [] }) => sum + (judgeOf(type) ? 1 : 0) + judgementsIn(inside),
    0,
  );
}
