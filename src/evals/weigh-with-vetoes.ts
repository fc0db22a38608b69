import type { Grade } from "./types.js";
import { type Weighed, weighOut } from "./weigh-grades.js";

const comparing = new Set(["select-best", "max-score"]);

/**
 * What grades come to where assertions that compare answers only say no, as in promptfoo: the others are weighed without them,
 * and an answer that is not chosen fails with the score of the comparison. Where nothing else is asked, the comparison is all.
 */
export function weighWithVetoes(grades: readonly Grade[], threshold: number | undefined): Weighed {
  const others = grades.filter(({ type }) => !comparing.has(type));
  if (others.length === grades.length || others.length === 0) return weighOut(grades, threshold);
  const weighed = weighOut(others, threshold);
  const vetoes = grades.filter(({ type, status }) => comparing.has(type) && status !== "passed");
  const errored = vetoes.find(({ status, weight }) => status === "errored" && weight > 0);
  const [veto] = vetoes.filter(({ status }) => status === "failed");
  if (weighed.status === "errored" || (!errored && !veto)) return weighed;
  if (errored) return { status: "errored", reason: errored.reason };
  return { status: "failed", score: veto?.score ?? 0, reason: veto?.reason ?? "" };
}
