import { existsSync } from "node:fs";
import { MlxError } from "../../core/errors.js";
import type { CaseResult, Grade, Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { resultsPath } from "./open-evaluations.js";
import { indexResults } from "./read-results.js";
import { ResultsIndex } from "./results-index.js";
import { suiteDigests } from "./suite-digests.js";

/** What an interrupted evaluation has already. */
export interface KnownResults {
  readonly index: ResultsIndex;
  /** US dollars, as far as it is known. */
  readonly spentUsd: number;
}

/** Cases whose provider brought no answer are asked again; all other results stay. */
export async function knownResults(app: App, evaluation: Evaluation): Promise<KnownResults> {
  const path = await resultsPath(app, evaluation);
  if (!existsSync(path)) return { index: new ResultsIndex(), spentUsd: countedBefore(evaluation) };
  let spentUsd = 0;
  const index = await indexResults(path, (result) => {
    spentUsd += paidFor(result);
    return !(result.status === "errored" && result.output === undefined);
  });
  return { index, spentUsd: Math.max(spentUsd, countedBefore(evaluation)) };
}

/** What the budget had counted when the evaluation was stopped: calls of cases without a result, too. */
function countedBefore({ gates }: Evaluation): number {
  return gates.find(({ name }) => name === "budget")?.value ?? 0;
}

/** @throws {MlxError} `MLX_EVAL_CHANGED`, exit 2, naming what is not as it was. */
export async function requireUnchanged(app: App, suite: Suite, evaluation: Evaluation): Promise<void> {
  const now = await suiteDigests(app, suite);
  const before = evaluation.digests;
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const changes = names.flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (before[name] === undefined) return [`${name} is new`];
    return [now[name] === undefined ? `${name} is not used any more` : `${name} has changed`];
  });
  if (changes.length === 0) return;
  throw new MlxError(
    "MLX_EVAL_CHANGED",
    `the evaluation ${evaluation.id} cannot go on: ${changes.join(", ")}`,
    {
      hint: "undo the changes, or begin anew without --resume: answers that are in the cache are not asked for again",
      exitCode: 2,
    },
  );
}

/** @throws {MlxError} `MLX_EVAL_FINISHED`, exit 2, where nothing is left to do. */
export function requireUnfinished(evaluation: Evaluation): void {
  if (evaluation.status !== "finished") return;
  throw new MlxError("MLX_EVAL_FINISHED", `the evaluation ${evaluation.id} is finished`, {
    hint: `mlx eval show ${evaluation.id} shows it; without --resume a new one begins`,
    exitCode: 2,
  });
}

function paidFor({ cached, costUsd, grades }: CaseResult): number {
  const own = cached ? 0 : (costUsd ?? 0);
  return grades.reduce((sum, grade) => sum + gradeCost(grade), own);
}

function gradeCost({ costUsd = 0, components = [] }: Grade): number {
  return components.reduce((sum, component) => sum + gradeCost(component), costUsd);
}
