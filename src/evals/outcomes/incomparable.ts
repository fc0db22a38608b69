import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import type { EvaluationSide } from "./evaluation-side.js";
import type { OutcomePair, PairedOutcomes } from "./pair-outcomes.js";
import type { CaseOutcome, Incomparable } from "./types.js";

/** Why two evaluations say nothing of a change, each reason in words; empty where they can be held against each other. */
export function incomparable(
  before: EvaluationSide,
  after: EvaluationSide,
  paired: PairedOutcomes,
): readonly Incomparable[] {
  if (paired.pairs.length === 0) return withoutPairs(before, after, paired);
  const judged = paired.pairs.filter(isJudged);
  const otherwise = judged.filter(judgedByOthers);
  if (otherwise.length === 0) return [];
  return [{ what: "judge", reason: judgeReason(before, after, otherwise.length, judged.length) }];
}

function withoutPairs(
  before: EvaluationSide,
  after: EvaluationSide,
  { changed, regraded, ungraded, shared }: PairedOutcomes,
): readonly Incomparable[] {
  if (shared === 0) return [{ what: "cases", reason: nothingShared(before, after) }];
  const all = (ids: readonly string[]) =>
    ids.length === shared
      ? `all ${countOf(shared, "shared case")}`
      : `${ids.length} of ${countOf(shared, "shared case")}`;
  const reasons: Incomparable[] = [];
  if (regraded.length > 0) {
    reasons.push({ what: "graders", reason: `other graders judge ${all(regraded)}` });
  }
  if (changed.length > 0)
    reasons.push({ what: "data", reason: `${all(changed)} have other values in the data` });
  if (ungraded.length > 0) {
    reasons.push({ what: "cases", reason: `${all(ungraded)} could not be graded on both sides` });
  }
  return reasons;
}

function nothingShared(before: EvaluationSide, after: EvaluationSide): string {
  if (before.outcomes.length === 0 || after.outcomes.length === 0) return "one side has no cases";
  const labels = (["prompt", "provider"] as const).flatMap((what) => {
    const [was, is] = [labelsOf(before.outcomes, what), labelsOf(after.outcomes, what)];
    return is.some((label) => was.includes(label))
      ? []
      : [`the ${what}s were ${was.map(displayPath).join(", ")} and are ${is.map(displayPath).join(", ")}`];
  });
  return ["no case has the id of one before", ...labels].join("; ");
}

function labelsOf(outcomes: readonly CaseOutcome[], what: "prompt" | "provider"): readonly string[] {
  return [...new Set(outcomes.map((outcome) => outcome[what]))].slice(0, 5);
}

function isJudged({ before, after }: OutcomePair): boolean {
  return before.judges !== undefined && after.judges !== undefined;
}

/** A judge that broke once is missing on one side; another one on each side is another judge. */
function judgedByOthers({ before: { judges: was = [] }, after: { judges: is = [] } }: OutcomePair): boolean {
  return was.some((judge) => !is.includes(judge)) && is.some((judge) => !was.includes(judge));
}

function judgeReason(before: EvaluationSide, after: EvaluationSide, others: number, judged: number): string {
  const [was, is] = [modelsOf(before.judges), modelsOf(after.judges)];
  if (was !== is) return `the judge was ${was} and is ${is}`;
  return `the judge ${is} goes by another rubric or other instructions in ${others} of ${countOf(judged, "judged case")}`;
}

function modelsOf(judges: readonly JudgeIdentity[]): string {
  return [...new Set(judges.map(({ model = "a model without a name" }) => displayPath(model)))].join(", ");
}
