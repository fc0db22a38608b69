import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import { chooseGraders } from "../../../evals/judge-proof/choose-graders.js";
import { judgeAssertion } from "../../../evals/judge-proof/judge-assertion.js";
import { LabelCandidates } from "../../../evals/judge-proof/label-sample.js";
import { outputDigest } from "../../../evals/judge-proof/output-digest.js";
import { SuiteJudges } from "../../../evals/judge-proof/suite-judge.js";
import { fillAssertion } from "../../../evals/rendering/fill-assertion.js";
import type { AssertionSpec, CaseResult, Suite } from "../../../evals/types.js";
import type { App } from "../../app.js";
import { adaptSuite } from "../adapt-suite.js";
import { isComparing } from "../case-groups.js";
import { resultsPath } from "../open-evaluations.js";
import { readResults } from "../read-results.js";
import type { RunOptions } from "../run-options.js";
import { resumedOptions } from "../stored-options.js";
import { casesOfResults } from "./asked-cases.js";
import { judgedEvaluation } from "./judged-evaluation.js";

/** An answer to be labelled, with what it takes to judge it. */
export interface AnswerToLabel {
  readonly result: CaseResult;
  readonly outputDigest: string;
  /** Rendered. */
  readonly assertion: AssertionSpec;
  /** What others answered to the same test, where the grader compares. */
  readonly rivals: readonly CaseResult[];
}

export interface LabelSelection {
  readonly run?: string;
  readonly grader?: string;
  readonly sample: number;
  readonly seed: string;
}

/**
 * Draws answers of an evaluation for a person to label, in the order in which they are shown.
 * @throws {MlxError} `MLX_JUDGE_EVALUATION`, `MLX_JUDGE_GRADER`, `MLX_EVAL_NOT_FOUND`: exit 2.
 */
export async function answersToLabel(
  app: App,
  suite: Suite,
  { run, grader: wanted, sample, seed }: LabelSelection,
): Promise<{ readonly grader: string; readonly answers: readonly AnswerToLabel[] }> {
  const evaluation = await judgedEvaluation(app, suite, run);
  const path = await resultsPath(app, evaluation);
  const judges = new SuiteJudges();
  for await (const result of readResults(path)) judges.add(result);
  const [grader = ""] = chooseGraders(judges.finish(), new Set([undefined]), wanted);
  const candidates = new LabelCandidates(grader);
  for await (const result of readResults(path)) candidates.add(result);
  const drawn = candidates.sample(sample, seed);
  if (drawn.length === 0) {
    throw new MlxError(
      "MLX_JUDGE_EVALUATION",
      `the judge of ${displayPath(grader)} judged no answer of this evaluation`,
      {
        hint: "mlx eval show says what kept it from judging",
        exitCode: 2,
      },
    );
  }
  const ids = new Set(drawn.map(({ id }) => id));
  const tests = new Set(drawn.map(({ test }) => test));
  const results: CaseResult[] = [];
  for await (const result of readResults(path)) if (tests.has(result.test)) results.push(result);
  const meant = results.filter(({ id }) => ids.has(id));
  const adapted = adaptSuite(suite, resumedOptions(evaluation, asItWas));
  const items = await casesOfResults(adapted, meant, evaluation);
  const byId = new Map(meant.map((result) => [result.id, result]));
  const answers = drawn.flatMap(({ id }): AnswerToLabel[] => {
    const [result, item] = [byId.get(id), items.get(id)];
    if (result === undefined || item === undefined) return [];
    const vars = new Map(Object.entries(result.vars));
    const rendered = item.test.assertions.map((one) => fillAssertion(one, vars, adapted));
    const assertion = judgeAssertion(rendered, grader);
    if (assertion === undefined) return [];
    const rivals = isComparing(assertion)
      ? results.filter((one) => one.test === result.test && one.repeat === result.repeat && one.id !== id)
      : [];
    return [{ result, outputDigest: outputDigest(result.output), assertion, rivals }];
  });
  return { grader, answers };
}

/** Nobody is asked: only which cases there are counts. */
const asItWas: RunOptions = {
  ...{ filter: [], providers: [], retries: 0, cache: true, trustTemplates: false, failFast: false },
};
