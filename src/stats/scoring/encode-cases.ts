import { sortedClasses } from "./class-order.js";
import { labelsOf, separatorOf } from "./label-sets.js";
import type { ClassCases, LabelCases, NumberCases, ScoringCases } from "./types.js";

/** Columns as they were read; all have the same length. */
export interface ScoringColumns {
  readonly truth: readonly string[];
  readonly prediction?: readonly string[];
  /** Probabilities of a class; the name is left out of a binary task's positive one. */
  readonly scores?: readonly { readonly name?: string; readonly values: Float64Array }[];
  readonly clusters?: readonly string[];
}

/** Of several classes. Without a prediction the likeliest class is it, of equally likely ones the first in order. */
export function multiclassCases(columns: ScoringColumns): ClassCases {
  const { truth, prediction = [], scores } = columns;
  const named = scores?.flatMap(({ name }) => name ?? []) ?? [];
  const classes = sortedClasses([...truth, ...prediction, ...named]);
  const places = new Map(classes.map((name, place) => [name, place]));
  const ordered =
    scores &&
    classes.map(
      (name) => scores.find((column) => column.name === name)?.values ?? new Float64Array(truth.length),
    );
  return {
    ...{ task: "multiclass", n: truth.length, classes },
    truth: placesOf(truth, places),
    prediction: columns.prediction ? placesOf(prediction, places) : likeliest(ordered ?? [], truth.length),
    ...(ordered && { scores: ordered }),
    ...clustersOf(columns),
  };
}

/**
 * Of two classes; what is not the positive one is the negative one.
 * @param classes the negative one, then the positive one. @param threshold from which score on a case without a prediction is positive.
 */
export function binaryCases(
  columns: ScoringColumns,
  classes: readonly [string, string],
  threshold: number,
): ClassCases {
  const { truth, prediction, scores } = columns;
  const places = new Map([[classes[1], 1]]);
  const score = (scores?.find(({ name }) => name === classes[1]) ?? scores?.[0])?.values;
  return {
    ...{ task: "binary", n: truth.length, classes },
    truth: placesOf(truth, places),
    prediction: prediction
      ? placesOf(prediction, places)
      : Int32Array.from(score ?? [], (value) => (value >= threshold ? 1 : 0)),
    ...(score && { scores: [score] }),
    ...clustersOf(columns),
  };
}

/** Of any number of labels a case. */
export function labelCases(columns: ScoringColumns): LabelCases {
  const { truth, prediction = [] } = columns;
  const separator = separatorOf([...truth, ...prediction]);
  const sets = (cells: readonly string[]) => cells.map((cell) => labelsOf(cell, separator));
  const [is, said] = [sets(truth), sets(prediction)];
  const classes = sortedClasses([...is.flat(), ...said.flat()]);
  const places = new Map(classes.map((name, place) => [name, place]));
  const encoded = (list: readonly (readonly string[])[]) => list.map((set) => placesOf(set, places).sort());
  return {
    ...{ task: "multilabel", n: truth.length, classes },
    ...{ truth: encoded(is), prediction: encoded(said) },
    ...clustersOf(columns),
  };
}

/** Of numbers. */
export function numberCases(columns: ScoringColumns): NumberCases {
  const { truth, prediction = [] } = columns;
  return {
    ...{ task: "regression", n: truth.length },
    ...{ truth: Float64Array.from(truth, Number), prediction: Float64Array.from(prediction, Number) },
    ...clustersOf(columns),
  };
}

function placesOf(names: readonly string[], places: ReadonlyMap<string, number>): Int32Array {
  return Int32Array.from(names, (name) => places.get(name) ?? 0);
}

function likeliest(scores: readonly Float64Array[], n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, place) => {
    let best = 0;
    for (const [klass, column] of scores.entries()) {
      if ((column[place] ?? 0) > (scores[best]?.[place] ?? 0)) best = klass;
    }
    return best;
  });
}

/** Clusters are numbered by their names, so that the order of the cases does not matter; where each has one case there are none. */
function clustersOf({ clusters }: ScoringColumns): Pick<ScoringCases, "clusters"> {
  if (clusters === undefined) return {};
  const names = sortedClasses(clusters);
  if (names.length === clusters.length) return {};
  return { clusters: placesOf(clusters, new Map(names.map((name, place) => [name, place]))) };
}
