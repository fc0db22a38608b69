import type { Estimate } from "../types.js";

/** What a model was to tell: one of two classes, one of several, any number of labels, or a number. */
export type ScoringTask = "binary" | "multiclass" | "multilabel" | "regression";

/** Cases, a column each. Of all kinds: cases of one cluster are not independent; without `clusters` every case is. */
export type ScoringCases = ClassCases | LabelCases | NumberCases;

/** One class a case. */
export interface ClassCases {
  readonly task: "binary" | "multiclass";
  readonly n: number;
  /** Sorted, each once. Of a binary task the negative one, then the positive one. */
  readonly classes: readonly string[];
  /** Places in `classes`. */
  readonly truth: Int32Array;
  readonly prediction: Int32Array;
  /** A column of probabilities for each class; of a binary task the positive one's alone. */
  readonly scores?: readonly Float64Array[];
  readonly clusters?: Int32Array;
}

/** Any number of labels a case. */
export interface LabelCases {
  readonly task: "multilabel";
  readonly n: number;
  /** Sorted, each once. */
  readonly classes: readonly string[];
  /** Places in `classes`, ascending, for each case. */
  readonly truth: readonly Int32Array[];
  readonly prediction: readonly Int32Array[];
  readonly clusters?: Int32Array;
}

/** A number a case. */
export interface NumberCases {
  readonly task: "regression";
  readonly n: number;
  readonly truth: Float64Array;
  readonly prediction: Float64Array;
  readonly clusters?: Int32Array;
}

/** A figure that these cases do not define, and why. */
export interface Undefined {
  readonly value: null;
  readonly reason: string;
}

/** A figure with its uncertainty, or why there is none. `note` says what a reader would take wrong without it. */
export type Measured = (Estimate & { readonly note?: string }) | Undefined;
