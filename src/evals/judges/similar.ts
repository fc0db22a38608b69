import { requiredTexts } from "../graders/assertion-value.js";
import type { Grader, Verdict } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";
import { reaches } from "./threshold.js";
import { cosine, dot, euclidean } from "./vectors.js";

type Compare = (
  a: readonly number[],
  b: readonly number[],
  assertion: AssertionSpec,
  threshold: number,
) => Verdict;

/** `similar`, `similar:cosine`, `similar:dot`: the output's meaning is near to that of a text, or of one of several. */
export const similarCosine = similarBy((a, b, assertion, threshold) =>
  near("cosine similarity", cosine(a, b, assertion), threshold),
);

/** `similar:dot`: as `similarCosine`, by the dot product, which has no bounds. */
export const similarDot = similarBy((a, b, assertion, threshold) =>
  near("dot product", dot(a, b, assertion), threshold),
);

/** `similar:euclidean`: the threshold is the largest distance; the score is 1 / (1 + distance). */
export const similarEuclidean = similarBy((a, b, assertion, threshold) => {
  const distance = euclidean(a, b, assertion);
  const passed = distance <= threshold + Number.EPSILON;
  const relation = passed ? "at most" : "above";
  return {
    passed,
    score: 1 / (1 + distance),
    reason: `distance ${distance.toFixed(4)} is ${relation} ${threshold}`,
  };
});

function near(what: string, similarity: number, threshold: number): Verdict {
  const passed = reaches(similarity, threshold);
  const relation = passed ? "at least" : "below";
  return {
    passed,
    score: similarity,
    reason: `${what} ${similarity.toFixed(4)} is ${relation} ${threshold}`,
  };
}

/** Of several texts the first that is near enough counts, else the nearest. */
function similarBy(compare: Compare): Grader {
  return async ({ assertion, test, text }, services) => {
    const wanted = requiredTexts(assertion);
    const provider = assertion.provider ?? test.options.gradingProvider;
    const { vectors, usage, costUsd } = await services.embed([text, ...wanted], provider);
    const [own, ...others] = vectors;
    const paid = { ...(usage && { usage }), ...(costUsd !== undefined && { costUsd }) };
    const threshold = assertion.threshold ?? 0.75;
    const verdicts = wanted.map((_, index) => compare(own ?? [], others[index] ?? [], assertion, threshold));
    const nearest = verdicts.reduce((best, verdict) => (verdict.score > best.score ? verdict : best));
    const chosen = verdicts.find(({ passed }) => passed) ?? nearest;
    if (wanted.length === 1) return { ...chosen, ...paid };
    const which = chosen.passed ? `text ${verdicts.indexOf(chosen) + 1} of` : "none of";
    return { ...chosen, ...paid, reason: `${which} ${wanted.length}: ${chosen.reason}` };
  };
}
