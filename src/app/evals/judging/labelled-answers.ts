import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import { chooseGraders } from "../../../evals/judge-proof/choose-graders.js";
import type { LabelledAnswer } from "../../../evals/judge-proof/judge-report.js";
import { judgedGrades } from "../../../evals/judge-proof/judged-grades.js";
import { LabelMatcher, type StrayLabel } from "../../../evals/judge-proof/match-labels.js";
import type { PersonLabel } from "../../../evals/judge-proof/person-label.js";
import { type PositionBias, PositionBiasTally } from "../../../evals/judge-proof/position-bias.js";
import { type SuiteJudge, SuiteJudges } from "../../../evals/judge-proof/suite-judge.js";
import { readResults } from "../read-results.js";
import type { LabelsFile } from "./read-labels.js";

/** The labelled answers of one grader. */
export interface GraderAnswers {
  readonly grader: string;
  readonly answers: readonly LabelledAnswer[];
  /** Labels that say nothing of this grader's judgements. */
  readonly strays: readonly StrayLabel[];
  readonly positionBias?: PositionBias;
}

export interface LabelledEvaluation {
  /** Who judged, over all of the evaluation. */
  readonly judges: readonly SuiteJudge[];
  readonly graders: readonly GraderAnswers[];
  /** Cases of the evaluation, repeats among them. */
  readonly cases: number;
}

/**
 * Finds what the labels are of among the results of an evaluation.
 * @param results absolute path. @param wanted the grader, where it is named.
 * @throws {MlxError} `MLX_JUDGE_GRADER`; `MLX_INVALID_LABELS` where no label is of an answer of this evaluation: exit 2.
 */
export async function labelledEvaluation(
  results: string,
  labels: LabelsFile,
  wanted: string | undefined,
): Promise<LabelledEvaluation> {
  const judges = new SuiteJudges();
  const matcher = new LabelMatcher(labels.labels);
  const biases = new Map<string, PositionBiasTally>();
  let cases = 0;
  for await (const result of readResults(results)) {
    cases++;
    judges.add(result);
    matcher.add(result);
    for (const { grader, grade } of judgedGrades(result.grades)) {
      let bias = biases.get(grader);
      if (bias === undefined) {
        bias = new PositionBiasTally();
        biases.set(grader, bias);
      }
      bias.add(grade);
    }
  }
  const known = judges.finish();
  const named = new Set(labels.labels.map(({ grader }) => grader));
  const chosen = chooseGraders(known, named, wanted);
  const { matched, strays } = matcher.finish();
  const graders = chosen.map((grader): GraderAnswers => {
    const isMeant = (label: PersonLabel) => label.grader === undefined || label.grader === grader;
    const judged = matched.filter(({ label }) => isMeant(label));
    const positionBias = biases.get(grader)?.finish();
    const answers: LabelledAnswer[] = [];
    const ungraded: StrayLabel[] = [];
    for (const { label, result } of judged) {
      const found = judgedGrades(result.grades).find((one) => one.grader === grader);
      if (found) answers.push({ result, label: label.category, grade: found.grade, again: [] });
      else ungraded.push({ label, why: "not_judged", reason: `${displayPath(grader)} did not judge it` });
    }
    const lost = strays.filter(({ label }) => isMeant(label));
    return { grader, answers, strays: [...lost, ...ungraded], ...(positionBias && { positionBias }) };
  });
  for (const one of graders) requireAnswers(labels, one);
  return { judges: known, graders, cases };
}

function requireAnswers(labels: LabelsFile, { grader, answers, strays }: GraderAnswers): void {
  if (answers.length > 0) return;
  const problems = strays
    .slice(0, 20)
    .map(({ label, reason }) => ({ ...label.at, message: `${label.id}: ${reason}` }));
  throw new MlxError(
    "MLX_INVALID_LABELS",
    strays.length === 0
      ? `${displayPath(labels.path)} has no label yet${labels.empty > 0 ? ": the column label is empty" : ""}`
      : `no label of ${displayPath(labels.path)} is of an answer that ${displayPath(grader)} judged in this evaluation`,
    {
      problems,
      hint: "name the evaluation that was labelled with --run, or label the answers of this one: mlx eval label SUITE",
      exitCode: 2,
    },
  );
}
