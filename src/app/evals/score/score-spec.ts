import type { ScoringTask } from "../../../stats/scoring/types.js";

/** Which file is scored, and what its columns are. */
export interface ScoreSpec {
  /** As typed; that of a pointer may be typed as well. */
  readonly file: string;
  readonly truth: string;
  readonly prediction?: string;
  /** Columns of probabilities; of a binary task's positive class without a name. */
  readonly scores: readonly { readonly name?: string; readonly column: string }[];
  /** Columns to break the figures down by. */
  readonly slices: readonly string[];
  readonly cluster?: string;
  readonly task?: ScoringTask;
  readonly positive?: string;
  /** From which score on a case without a prediction is positive. */
  readonly threshold: number;
  /** Whether rows that lack a value are left out. */
  readonly skipMissing: boolean;
  /** The second model: a column of the same file, or the same columns of another one whose rows are found by their ids. */
  readonly other?:
    | { readonly kind: "column"; readonly column: string }
    | { readonly kind: "file"; readonly file: string; readonly id: string };
}
