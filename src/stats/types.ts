/** Lowest and highest value that the data leave plausible. */
export type Interval = readonly [low: number, high: number];

/** What is independent of everything else: one case with the mean of its repeats, or a cluster with the sum over its cases. */
export interface Unit {
  /** Sum of the values of its cases. */
  readonly sum: number;
  /** How many cases. */
  readonly count: number;
  /** How many repeats they were graded in, all together: no rate is surer than that many independent trials. Default: `count`. */
  readonly trials?: number;
}

/** How an interval was made. */
export type IntervalMethod =
  | "wilson"
  /** Wilson's with the number of independent cases that the clusters and repeats are worth. */
  | "wilson_effective"
  | "bootstrap"
  | "cluster_bootstrap"
  /** Student's t with a cluster-robust standard error: of so many units that a bootstrap shows nothing else. */
  | "student_t"
  | "tango"
  | "order_statistics"
  | "delong"
  /** Of the largest difference, or smallest ratio, between groups. */
  | "newcombe"
  | "betting";

/** A figure and how sure it is. */
export interface Estimate {
  readonly value: number;
  /** Undefined where nothing can be said, as for one unit. */
  readonly interval?: Interval;
  readonly method: IntervalMethod;
  /** Cases. */
  readonly n: number;
  /** Independent units among them. */
  readonly units: number;
}

/** How sure an interval is meant to be, and where its randomness comes from. */
export interface StatOptions {
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default `mlx`: the same data and seed give the same figures, on every machine. */
  readonly seed?: string;
  /** Default 2000. */
  readonly resamples?: number;
}

export type PairedTest = "mcnemar_exact" | "sign_flip" | "betting";

/** One case before and after: means over its repeats, 0 to 1 for pass and fail. */
export interface Pair {
  readonly id: string;
  readonly before: number;
  readonly after: number;
  /** Pairs of one cluster are not independent. Default: the id. */
  readonly cluster: string;
}

/** What the same cases say of a change. */
export interface PairedComparison {
  /** After less before, mean over the cases. */
  readonly difference: number;
  readonly interval?: Interval;
  readonly method: IntervalMethod;
  readonly test: PairedTest;
  /** Two-sided. */
  readonly pValue: number;
  /** Cases that became better or worse. */
  readonly discordant: { readonly improved: number; readonly regressed: number };
  /** Smallest true difference that this many cases would show with 80 % power at the two-sided level; above 0, in the metric's unit. */
  readonly minimumDetectableEffect: number;
  readonly n: number;
  readonly units: number;
}
