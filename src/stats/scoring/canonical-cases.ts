import { selectCases } from "./select-cases.js";
import type { ScoringCases } from "./types.js";

/** Cases in an order that depends on what they are alone, so that no figure depends on the order of a file. */
export function canonicalCases(cases: ScoringCases): ScoringCases {
  return selectCases(cases, orderOf(cases.n, comparing(cases)));
}

/** The same cases of two models in one order that depends on what both say of them alone: a case keeps its place beside itself. */
export function canonicalPairs(
  before: ScoringCases,
  after: ScoringCases,
): readonly [before: ScoringCases, after: ScoringCases] {
  const [first, second] = [comparing(before), comparing(after)];
  const order = orderOf(before.n, (a, b) => first(a, b) || second(a, b));
  return [selectCases(before, order), selectCases(after, order)];
}

/** Orders two cases by their places. */
type Comparison = (a: number, b: number) => number;

function orderOf(n: number, compare: Comparison): Uint32Array {
  return Uint32Array.from({ length: n }, (_, place) => place).sort(compare);
}

function comparing(cases: ScoringCases): Comparison {
  const columns = columnsOf(cases);
  return (a, b) => {
    for (const column of columns) {
      const difference = (column[a] ?? 0) - (column[b] ?? 0);
      if (difference !== 0) return difference;
    }
    const sets =
      cases.task === "multilabel" ? compareSets(cases.truth, a, b) || compareSets(cases.prediction, a, b) : 0;
    return sets || (cases.clusters?.[a] ?? 0) - (cases.clusters?.[b] ?? 0);
  };
}

function columnsOf(cases: ScoringCases): readonly ArrayLike<number>[] {
  if (cases.task === "multilabel") return [];
  const scores = cases.task === "regression" ? [] : (cases.scores ?? []);
  return [cases.truth, cases.prediction, ...scores];
}

function compareSets(sets: readonly Int32Array[], a: number, b: number): number {
  const [first = new Int32Array(), second = new Int32Array()] = [sets[a], sets[b]];
  for (let place = 0; place < Math.min(first.length, second.length); place++) {
    const difference = (first[place] ?? 0) - (second[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}
