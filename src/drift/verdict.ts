import type { TopicDrift } from "./topic-mix.js";

/** `drift` and `warning` are claims; `inconclusive`: too few rows to say. */
export type DriftVerdict = "ok" | "warning" | "drift" | "inconclusive";

export type DriftTestName =
  | "ks"
  | "psi"
  | "wasserstein"
  | "jensen_shannon"
  | "chi_square"
  | "g_test"
  | "total_variation"
  | "hellinger"
  | "cramer_von_mises"
  | "anderson_darling"
  | "mann_whitney"
  | "mmd"
  | "centroid_distance";

/** One test of one column. */
export interface DriftTest {
  readonly name: DriftTestName;
  /** Of texts: what is counted, where a test may be made of either. */
  readonly of?: "words" | "topics";
  readonly statistic: number;
  readonly pValue?: number;
  /** By Benjamini and Hochberg, over the deciding tests of all columns. */
  readonly qValue?: number;
  /** A distance that does not grow with the number of rows. */
  readonly effect?: number;
  /** Where the profiles leave a statistic open: it lies between. */
  readonly bounds?: readonly [low: number, high: number];
  readonly threshold: number;
  readonly drifted: boolean;
  /** Whether the verdict of the column goes by it. */
  readonly deciding: boolean;
}

/** Something about a column that is drift in its own right. */
export interface ColumnChange {
  readonly what:
    | "missingness"
    | "new_categories"
    | "lost_categories"
    | "type_changed"
    | "column_added"
    | "column_removed"
    | "out_of_range"
    | "not_finite";
  /** In words, with figures. */
  readonly message: string;
  readonly verdict: DriftVerdict;
  /** Before and after, where it is a share. */
  readonly before?: number;
  readonly after?: number;
}

export interface ColumnDrift {
  readonly name: string;
  readonly kind: string;
  readonly role: "feature" | "prediction" | "label" | "timestamp" | "text" | "embedding" | "segment";
  readonly verdict: DriftVerdict;
  /** Why, in one line. */
  readonly reason: string;
  readonly rows: number;
  readonly tests: readonly DriftTest[];
  readonly changes: readonly ColumnChange[];
  /** What texts are about, where the baseline knows topics. */
  readonly topics?: TopicDrift;
}

/** A rule of the monitor that was met, and raised the verdict of the data set. */
export interface DriftAlert {
  readonly name: string;
  readonly verdict: Extract<DriftVerdict, "warning" | "drift">;
  readonly reason: string;
}

export interface DriftReport {
  readonly verdict: DriftVerdict;
  readonly reason: string;
  readonly rows: { readonly baseline: number; readonly current: number };
  /** The most drifted first. */
  readonly columns: readonly ColumnDrift[];
  readonly alerts?: readonly DriftAlert[];
  /** What is worth knowing and changes no verdict: columns in another order, columns that the baseline lacks. */
  readonly notes?: readonly string[];
}
