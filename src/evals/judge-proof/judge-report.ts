import type { AgreementTable } from "../../stats/agreement/agreement-table.js";
import { kappaEstimate } from "../../stats/agreement/kappa-estimate.js";
import type { KappaWeights } from "../../stats/agreement/rated.js";
import type { Interval } from "../../stats/types.js";
import type { CaseResult, Grade } from "../types.js";
import { judgeCategory } from "./judge-category.js";
import { categoriesOf, type LabelScale, worthOf } from "./label-scale.js";
import type { PositionBias } from "./position-bias.js";
import { isOwnAnswer, type SelfPreference, selfPreference } from "./self-preference.js";
import type { SuiteJudge } from "./suite-judge.js";
import { type VerdictFlips, verdictFlips } from "./verdict-flips.js";

/** An answer with what people and the judge said of it. */
export interface LabelledAnswer {
  readonly result: CaseResult;
  /** The people's category. */
  readonly label: number;
  readonly grade: Grade;
  /** What the judge said when it was asked again. */
  readonly again: readonly Grade[];
}

/** What people's labels say of one judge. */
export interface JudgeReport extends SuiteJudge {
  readonly scale: LabelScale;
  readonly weights: KappaWeights;
  /** Answers that both judged. */
  readonly n: number;
  /** Independent units among them: clusters, else tests. */
  readonly units: number;
  /** People's categories in rows, the judge's in columns, the worst first. */
  readonly matrix: AgreementTable;
  /** Share of answers on which both agree; and what chance would give. */
  readonly agreement: number;
  readonly expected: number;
  readonly kappa: number | null;
  readonly interval?: Interval;
  readonly method: "asymptotic" | "bootstrap" | "cluster_bootstrap";
  readonly undefinedBecause?: string;
  /** Largest share that one category has among the labels. */
  readonly prevalence: number;
  /** Answers that the judge puts higher than people, and lower. */
  readonly milder: number;
  readonly stricter: number;
  /** Labelled answers that the judge could not judge. */
  readonly errored: number;
  readonly positionBias?: PositionBias;
  readonly selfPreference?: SelfPreference;
  readonly flips?: VerdictFlips;
}

interface ReportInput {
  readonly judge: SuiteJudge;
  readonly scale: LabelScale;
  readonly weights: KappaWeights;
  readonly positionBias?: PositionBias | undefined;
}

/** @param answers of one judge, in any order. Undefined where the judge could judge none of them. */
export function judgeReport(answers: readonly LabelledAnswer[], input: ReportInput): JudgeReport | undefined {
  const { judge, scale, weights, positionBias } = input;
  const rated = answers.flatMap(({ label, grade, result }) => {
    const second = judgeCategory(grade, scale);
    if (second === undefined) return [];
    return [{ first: label, second, cluster: result.cluster ?? result.test, result }];
  });
  if (rated.length === 0) return undefined;
  const estimate = kappaEstimate(rated, categoriesOf(scale).length, weights);
  const { table, interval, undefinedBecause, standardError: _, ...figures } = estimate;
  const preference = selfPreference(
    rated.map(({ first, second, cluster, result }) => ({
      own: isOwnAnswer(result, judge.model),
      judge: worthOf(second, scale),
      people: worthOf(first, scale),
      cluster,
    })),
  );
  const flips = verdictFlips(
    answers.flatMap(({ grade, again }) =>
      again.length === 0 ? [] : [[grade, ...again].map((one) => judgeCategory(one, scale))],
    ),
  );
  return {
    ...judge,
    ...{ scale, weights, matrix: table },
    ...figures,
    ...(interval && { interval }),
    ...(undefinedBecause !== undefined && { undefinedBecause }),
    milder: rated.filter(({ first, second }) => second > first).length,
    stricter: rated.filter(({ first, second }) => second < first).length,
    errored: answers.length - rated.length,
    ...(positionBias && { positionBias }),
    ...(preference && { selfPreference: preference }),
    ...(flips && { flips }),
  };
}
