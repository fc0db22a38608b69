import { selectCases } from "./select-cases.js";
import type { ScoringCases } from "./types.js";

/** Cases in an order that depends on what they are alone, so that no figure depends on the order of a file. */
export function canonicalCases(cases: ScoringCases): ScoringCases {
  const columns = columnsOf(cases);
  const order = Uint32Array.from({ length: cases.n }, (_, place) => place).sort((a, b) => {
    for (const column of columns) {
      const difference = (column[a] ?? 0) - (column[b] ?? 0);
      if (difference !== 0) return difference;
    }
    const sets =
      cases.task === "multilabel" ? compareSets(cases.truth, a, b) || compareSets(cases.prediction, a, b) : 0;
    return sets || (cases.clusters?.[a] ?? 0) - (cases.clusters?.[b] ?? 0);
  });
  return selectCases(cases, order);
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
