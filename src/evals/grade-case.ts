import { after, type Eventual } from "../core/eventual.js";
import type { Json } from "../prompts/types.js";
import { type GradingRound, gradeAssertion } from "./grade-assertion.js";
import type { GradeInput, GradingServices } from "./graders/grader.js";
import { namedScoresOf } from "./named-metrics.js";
import { scoredCase } from "./scored-case.js";
import type { AssertionSpec, EvalCase, Grade, ProviderAnswer, ProviderRequest } from "./types.js";
import { weighOut } from "./weigh-grades.js";
import { weighWithVetoes } from "./weigh-with-vetoes.js";

/** One answer, and what it is judged by. */
export interface GradeCaseInput {
  readonly case: EvalCase;
  readonly request: ProviderRequest;
  readonly answer: ProviderAnswer;
  /** What is judged, after the provider's and the test's transform; absent: the answer's own output. */
  readonly output?: Json;
  /** Rendered. */
  readonly assertions: readonly AssertionSpec[];
  /** Whether assertions that choose among answers are not weighed and only say no, as in promptfoo. */
  readonly vetoes?: boolean;
  readonly rivals?: GradeInput["rivals"];
  readonly own?: GradeInput["own"];
}

/** What became of one case. */
export interface CaseGrades {
  readonly status: Grade["status"];
  /** Absent where an error leaves it open. */
  readonly score?: number;
  /** In the order of the assertions. */
  readonly grades: readonly Grade[];
  readonly namedScores: Readonly<Record<string, number>>;
  /** Of the first grader that could not judge and counts. */
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * Judges one answer. The score is Σ(score · weight) / Σweight; all assertions have to pass, or with the test's `threshold` the score has to
 * reach it. Weight 0 only reports. An assertion that could not be judged makes the case errored, whatever the others say, unless its
 * weight is 0. Without assertions a case passes with 1. Where the test brings code that scores, its word is the last.
 */
export function gradeCase(input: GradeCaseInput, services: GradingServices): Eventual<CaseGrades> {
  const { assertions } = input;
  if (assertions.length === 0) return { status: "passed", score: 1, grades: [], namedScores: {} };
  const errors = new Map<Grade, { code: string; message: string }>();
  const round: GradingRound = { input, services, errors };
  const pending = assertions.map((assertion) => gradeAssertion(round, assertion));
  const grades = pending.some((grade) => grade instanceof Promise) ? Promise.all(pending) : settled(pending);
  return after(grades, (all) => judged(round, all));
}

function judged({ input, services, errors }: GradingRound, grades: readonly Grade[]): Eventual<CaseGrades> {
  const weigh = input.vetoes === true ? weighWithVetoes : weighOut;
  const { status, score } = weigh(grades, input.case.test.threshold);
  const namedScores = namedScoresOf(grades);
  if (status !== "errored") {
    const result = { status, ...(score !== undefined && { score }), grades, namedScores };
    const { scoring } = input.case.test.options;
    return scoring ? scoredCase(scoring, input, result, services) : result;
  }
  const [error] = [...errors].filter(([grade]) => grade.weight > 0).map(([, it]) => it);
  return { status, grades, namedScores, ...(error && { error }) };
}

function settled(grades: readonly (Grade | Promise<Grade>)[]): Grade[] {
  return grades.filter((grade): grade is Grade => !(grade instanceof Promise));
}
