import { MlxError } from "../../../core/errors.js";
import { caseIds } from "../../../evals/case-ids.js";
import { casesOf } from "../../../evals/cases.js";
import { CaseDigester } from "../../../evals/outcomes/case-digests.js";
import type { CaseResult, EvalCase, Suite } from "../../../evals/types.js";
import type { Evaluation } from "../../../ledger/evaluations/evaluation-ledger.js";
import { shortEvaluationId } from "../select-evaluation.js";

/**
 * The cases that results are of, by their ids, as the suite has them now.
 * @param suite as the evaluation's options make it. @throws {MlxError} `MLX_JUDGE_EVALUATION`, exit 2, where one is not what it was.
 */
export async function casesOfResults(
  suite: Suite,
  results: readonly CaseResult[],
  evaluation: Evaluation,
): Promise<ReadonlyMap<string, EvalCase>> {
  const wanted = new Map(results.map((result) => [result.id, result]));
  const found = new Map<string, EvalCase>();
  const ids = caseIds(suite);
  const digester = new CaseDigester(suite);
  const changed: string[] = [];
  for await (const items of casesOf(suite)) {
    for (const item of items) {
      const id = ids(item);
      const result = wanted.get(id);
      if (result === undefined) continue;
      found.set(id, item);
      const now = digester.of(item.test);
      const before = result.digests;
      if (before !== undefined && (before.input !== now.input || before.grading !== now.grading))
        changed.push(id);
    }
    if (found.size === wanted.size) break;
  }
  const gone = [...wanted.keys()].filter((id) => !found.has(id));
  if (changed.length + gone.length === 0) return found;
  const named = [...changed, ...gone].slice(0, 3).join(", ");
  throw new MlxError(
    "MLX_JUDGE_EVALUATION",
    `${changed.length + gone.length} of the ${wanted.size} cases are not what they were in the evaluation ${shortEvaluationId(evaluation.id)}: ${named}`,
    { hint: `run the suite again: mlx eval run ${suite.file}`, exitCode: 2 },
  );
}
