import type { EvaluationEvidence, EvidenceOutcomes } from "./evidence.js";

/** Rates are quotients of whole numbers, so that they differ by rounding alone. */
const rounding = 1e-9;

/** Where a line of `outcomes.cases` has how many repeats passed, were graded and errored. */
const counts = { passed: 6, graded: 7, errored: 8 } as const;

/**
 * What an evaluation says that it also denies: a verdict that its own gates or figures do not bear out was written by hand. Whoever makes
 * all of it agree gets past this; that is for review and signed commits.
 * @returns a sentence without a subject; undefined where everything agrees.
 */
export function evidenceContradiction({
  verdict,
  gates,
  summary,
  outcomes,
}: Pick<EvaluationEvidence, "verdict" | "gates" | "summary" | "outcomes">): string | undefined {
  const failed = gates.find(({ passed, inconclusive }) => !passed && inconclusive !== true);
  const open = gates.find(({ passed }) => !passed);
  if (verdict === "passed" && open !== undefined)
    return `contradicts itself: it says passed, though its gate ${JSON.stringify(open.name)} did not pass`;
  if (verdict === "failed" && failed === undefined)
    return "contradicts itself: it says failed, though none of its gates failed";
  const { cases, passed, errored, passRate } = summary;
  const graded = passed + summary.failed;
  if (graded + errored !== cases)
    return `contradicts itself: ${passed} passed, ${summary.failed} failed and ${errored} errored are not ${cases} cases`;
  if (outcomes === undefined) return undefined;
  const odd = oddLine(outcomes);
  if (odd !== undefined) return `contradicts itself: the counts or figures of case ${odd} are none`;
  const sums = sumsOf(outcomes);
  if (sums.passed !== passed || sums.graded !== graded || sums.errored !== errored)
    return `contradicts itself: of its cases ${sums.passed} of ${sums.graded} passed, and its summary says ${passed} of ${graded}`;
  // Where cases were repeated the rate is a mean over the cases.
  if (outcomes.cases.length !== cases || passRate === null || graded === 0) return undefined;
  return Math.abs(passed / graded - passRate) > rounding
    ? `contradicts itself: ${passed} of ${graded} are not a pass rate of ${passRate}`
    : undefined;
}

function sumsOf({ cases }: EvidenceOutcomes): Record<keyof typeof counts, number> {
  const sums = { passed: 0, graded: 0, errored: 0 };
  for (const line of cases) {
    const parts = line.split(" ", counts.errored + 1);
    sums.passed += Number(parts[counts.passed]);
    sums.graded += Number(parts[counts.graded]);
    sums.errored += Number(parts[counts.errored]);
  }
  return sums;
}

/** The first line whose counts do not fit, or whose figures are no numbers. @returns its place from 1 on. */
function oddLine({ cases, metrics }: EvidenceOutcomes): number | undefined {
  const index = cases.findIndex((line) => {
    const parts = line.split(" ", counts.errored + 2 + metrics.length);
    const numbers = [counts.passed, counts.graded, counts.errored].map((place) => Number(parts[place]));
    const [passed = 0, graded = 0] = numbers;
    const figures = parts.slice(counts.errored + 1);
    return (
      numbers.some((count) => !Number.isSafeInteger(count) || count < 0) ||
      passed > graded ||
      figures.some((figure) => figure !== "-" && !Number.isFinite(Number(figure)))
    );
  });
  return index === -1 ? undefined : index + 1;
}
