import { MlxError } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { groupBy } from "../../../core/group-by.js";
import { displayPath } from "../../../core/visible-text.js";
import { type JudgeDifference, judgeDifferences } from "../../../evals/judge-proof/judge-differences.js";
import {
  type JudgeReport,
  judgeReport,
  type LabelledAnswer,
} from "../../../evals/judge-proof/judge-report.js";
import type { LabelScale } from "../../../evals/judge-proof/label-scale.js";
import type { StrayLabel } from "../../../evals/judge-proof/match-labels.js";
import { type SuiteJudge, SuiteJudges } from "../../../evals/judge-proof/suite-judge.js";
import type { Suite } from "../../../evals/types.js";
import type { Evaluation } from "../../../ledger/evaluations/evaluation-ledger.js";
import type { KappaWeights } from "../../../stats/agreement/rated.js";
import type { App } from "../../app.js";
import { resultsPath } from "../open-evaluations.js";
import type { RunOptions } from "../run-options.js";
import { resumedOptions } from "../stored-options.js";
import { judgedEvaluation } from "./judged-evaluation.js";
import { type GraderAnswers, labelledEvaluation } from "./labelled-answers.js";
import { type LabelsFile, readLabels } from "./read-labels.js";
import { rejudged } from "./rejudged.js";

export interface ProveOptions {
  readonly labels: string;
  readonly run?: string;
  readonly grader?: string;
  /** Judgements of each answer, all together. */
  readonly repeat: number;
  readonly scale?: LabelScale;
  /** Default: none for pass and fail, linear for a scale. */
  readonly weights?: KappaWeights;
  /** How the judge is asked, where it is. `judge`: another judge than that of the evaluation; it is asked about every answer. */
  readonly asking: RunOptions;
}

/** What was found out about one judge. */
export interface ProvenJudge {
  readonly report: JudgeReport;
  readonly differences: readonly JudgeDifference[];
}

export interface ProvenJudges {
  readonly labels: LabelsFile;
  readonly evaluation: Evaluation;
  readonly proven: readonly ProvenJudge[];
  readonly strays: readonly StrayLabel[];
  /** Cases of the evaluation. */
  readonly cases: number;
}

/**
 * Holds the judges of an evaluation against people's labels; nothing is written.
 * @throws {MlxError} for labels and evaluations that cannot be used, exit 2; `MLX_JUDGE_UNASKED`, exit 3, where a judge judged nothing.
 */
export async function proveJudges(app: App, suite: Suite, options: ProveOptions): Promise<ProvenJudges> {
  const labels = await readLabels(app, options.labels, options.scale);
  const evaluation = await judgedEvaluation(app, suite, options.run);
  const results = await resultsPath(app, evaluation);
  const found = await labelledEvaluation(results, labels, options.grader);
  const { repeat, asking } = options;
  const asks = repeat > 1 || asking.judge !== undefined;
  const proven: ProvenJudge[] = [];
  for (const one of found.graders) {
    if (!asks) {
      proven.push(...provenOf(one, found.judges, labels.scale, options.weights));
      continue;
    }
    const stored = resumedOptions(evaluation, asking);
    const asked = { ...stored, ...(asking.judge !== undefined && { judge: asking.judge }) };
    const fresh = asking.judge !== undefined;
    const answers = await rejudged(app, suite, { evaluation, results, options: asked, repeat, fresh }, one);
    const judges = fresh ? judgesOf(answers, one.grader) : found.judges;
    const { positionBias: _, ...rest } = one;
    proven.push(...provenOf({ ...(fresh ? rest : one), answers }, judges, labels.scale, options.weights));
  }
  const strays = found.graders.flatMap((one) => one.strays);
  return { labels, evaluation, proven, strays, cases: found.cases };
}

function provenOf(
  { grader, answers, positionBias }: GraderAnswers,
  judges: readonly SuiteJudge[],
  scale: LabelScale,
  weights: KappaWeights = scale === "pass" ? "none" : "linear",
): readonly ProvenJudge[] {
  const ofModels = groupBy(answers, ({ grade }) => JSON.stringify(grade.judge?.model ?? null));
  const mine = judges.filter((judge) => judge.grader === grader);
  const proven = mine.flatMap((judge): ProvenJudge[] => {
    const own = ofModels.get(JSON.stringify(judge.model ?? null)) ?? [];
    // What could not be judged names no model: it counts against the only one.
    const lost =
      mine.length === 1
        ? answers.filter(({ grade }) => grade.judge === undefined && !own.some((it) => it.grade === grade))
        : [];
    const all = [...own, ...lost];
    const report = judgeReport(all, { judge, scale, weights, positionBias });
    return report === undefined ? [] : [{ report, differences: judgeDifferences(all, scale) }];
  });
  if (proven.length > 0) return proven;
  const reason =
    answers.find(({ grade }) => grade.status === "errored")?.grade.reason ?? "it gave no score from 0 to 1";
  throw new MlxError(
    "MLX_JUDGE_UNASKED",
    `the judge of ${displayPath(grader)} could judge none of ${countOf(answers.length, "labelled answer")}: ${reason}`,
    {
      hint: "mlx eval run with the suite shows whether its judge can be reached; --judge ID asks another one",
    },
  );
}

function judgesOf(answers: readonly LabelledAnswer[], grader: string): readonly SuiteJudge[] {
  const judges = new SuiteJudges();
  for (const { grade, again } of answers) for (const one of [grade, ...again]) judges.note(grader, one);
  return judges.finish();
}
