import { MlxError } from "../../../core/errors.js";
import { groupBy } from "../../../core/group-by.js";
import { displayPath } from "../../../core/visible-text.js";
import type { LabelledAnswer } from "../../../evals/judge-proof/judge-report.js";
import type { CaseResult, Suite } from "../../../evals/types.js";
import type { Evaluation } from "../../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../../app.js";
import { adaptSuite } from "../adapt-suite.js";
import { isComparing } from "../case-groups.js";
import { readResults } from "../read-results.js";
import type { RunOptions } from "../run-options.js";
import { askAgain } from "./ask-again.js";
import { casesOfResults } from "./asked-cases.js";
import type { GraderAnswers } from "./labelled-answers.js";

export interface Rejudging {
  readonly evaluation: Evaluation;
  /** Its results, absolute. */
  readonly results: string;
  readonly options: RunOptions;
  /** Judgements of each answer, all together. */
  readonly repeat: number;
  /** Whether what was judged before does not count: another judge is asked. */
  readonly fresh: boolean;
}

/**
 * Labelled answers with what the judge says when it is asked about them again.
 * @throws {MlxError} as `casesOfResults`, exit 2; `MLX_JUDGE_UNASKED`, exit 3, where it could be asked about none.
 */
export async function rejudged(
  app: App,
  suite: Suite,
  { evaluation, results, options, repeat, fresh }: Rejudging,
  { grader, answers }: GraderAnswers,
): Promise<readonly LabelledAnswer[]> {
  const adapted = adaptSuite(suite, options);
  const items = await casesOfResults(
    adapted,
    answers.map(({ result }) => result),
    evaluation,
  );
  const compares = [...items.values()].some(({ test }) => test.assertions.some(isComparing));
  const groups = compares ? await groupsOf(results, answers) : new Map<string, CaseResult[]>();
  const asked = answers.flatMap(({ result }) => {
    const item = items.get(result.id);
    return item ? [{ item, result, grader, group: groups.get(groupOf(result)) ?? [] }] : [];
  });
  const grades = await askAgain(app, adapted, options, asked, fresh ? repeat : repeat - 1);
  const all = grades.flat();
  const [failure] = all.filter(({ status }) => status === "errored");
  if (failure !== undefined && all.every(({ status }) => status === "errored")) {
    throw new MlxError(
      "MLX_JUDGE_UNASKED",
      `the judge of ${displayPath(grader)} could not be asked: ${failure.reason}`,
      { hint: "nothing was written; mend what the reason names, or ask another judge with --judge ID" },
    );
  }
  return answers.map((answer, place) => {
    const [grade = answer.grade, ...again] = [...(fresh ? [] : [answer.grade]), ...(grades[place] ?? [])];
    return { ...answer, grade, again };
  });
}

/** What was answered to the same tests, in the order of the cases. */
async function groupsOf(
  results: string,
  answers: readonly LabelledAnswer[],
): Promise<ReadonlyMap<string, readonly CaseResult[]>> {
  const wanted = new Set(answers.map(({ result }) => groupOf(result)));
  const found: CaseResult[] = [];
  for await (const result of readResults(results)) {
    if (wanted.has(groupOf(result)) && result.output !== undefined) found.push(result);
  }
  return groupBy(
    found.sort((a, b) => a.index - b.index),
    groupOf,
  );
}

function groupOf({ test, repeat }: CaseResult): string {
  return JSON.stringify([test, repeat]);
}
