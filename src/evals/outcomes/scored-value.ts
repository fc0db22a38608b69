import type { ScoringTask } from "../../stats/scoring/types.js";

/** What was true of a case and what was told, for a figure that only all cases together have, such as F1. */
export interface ScoredValue {
  /** What gates call the figure. */
  readonly name: string;
  /** The metric with its average: `f1_macro`. */
  readonly metric: string;
  readonly truth: string;
  readonly prediction: string;
  /** Probabilities by class; of a binary task the positive one's alone. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Where the suite says it. */
  readonly task?: ScoringTask;
  readonly positive?: string;
  readonly bins?: number;
}
