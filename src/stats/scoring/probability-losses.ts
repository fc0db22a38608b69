import type { ClassCases } from "./types.js";

/** What scikit-learn keeps probabilities away from 0 and 1 by: the spacing of doubles at 1. */
const smallest = Number.EPSILON;

/** Of each case −ln of the probability that its class was given, in nats; at most 36.04, since no probability counts as 0. */
export function logLosses(cases: ClassCases): Float64Array {
  return Float64Array.from({ length: cases.n }, (_, place) => {
    const given = probabilityOf(cases, place, cases.truth[place] ?? 0);
    return -Math.log(Math.min(1 - smallest, Math.max(smallest, given)));
  });
}

/**
 * Of each case the squared distance between the probabilities and what happened: of a binary task (y − p)², 0 to 1; of several classes the
 * sum over all of them, 0 to 2.
 * @see Brier, Monthly Weather Review 78 (1950) 1–3
 */
export function brierLosses(cases: ClassCases): Float64Array {
  return Float64Array.from({ length: cases.n }, (_, place) => {
    const is = cases.truth[place] ?? 0;
    if (cases.task === "binary") return (is - probabilityOf(cases, place, 1)) ** 2;
    let sum = 0;
    for (let klass = 0; klass < cases.classes.length; klass++) {
      sum += ((klass === is ? 1 : 0) - probabilityOf(cases, place, klass)) ** 2;
    }
    return sum;
  });
}

function probabilityOf({ task, scores }: ClassCases, place: number, klass: number): number {
  if (task === "multiclass") return scores?.[klass]?.[place] ?? 0;
  const positive = scores?.[0]?.[place] ?? 0;
  return klass === 1 ? positive : 1 - positive;
}
