import type { ScoringCases } from "./types.js";

/** Some of the cases, in the order of `places`. */
export function selectCases(cases: ScoringCases, places: Uint32Array): ScoringCases {
  const n = places.length;
  const ints = (column: Int32Array) => Int32Array.from(places, (place) => column[place] ?? 0);
  const floats = (column: Float64Array) => Float64Array.from(places, (place) => column[place] ?? 0);
  const clusters = cases.clusters && { clusters: ints(cases.clusters) };
  switch (cases.task) {
    case "regression":
      return { ...cases, n, truth: floats(cases.truth), prediction: floats(cases.prediction), ...clusters };
    case "multilabel": {
      const sets = (column: readonly Int32Array[]) =>
        Array.from(places, (place) => column[place] ?? new Int32Array());
      return { ...cases, n, truth: sets(cases.truth), prediction: sets(cases.prediction), ...clusters };
    }
    default: {
      const scores = cases.scores && { scores: cases.scores.map(floats) };
      return {
        ...cases,
        n,
        truth: ints(cases.truth),
        prediction: ints(cases.prediction),
        ...scores,
        ...clusters,
      };
    }
  }
}
