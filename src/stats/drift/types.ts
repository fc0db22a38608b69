/** A sample by its values, rising, no two alike, and how many are at or below each: nothing is lost. */
export interface Ecdf {
  readonly values: ArrayLike<number>;
  readonly cumulative: ArrayLike<number>;
}

/** A sample by exact counts at fixed places, rising, no two alike. */
export interface BinnedEcdf {
  readonly knots: ArrayLike<number>;
  /** Values below each knot. */
  readonly below: ArrayLike<number>;
  /** Values at or below each knot. */
  readonly atOrBelow: ArrayLike<number>;
  /** All values. */
  readonly n: number;
}

/** How often each category comes; two samples list the same categories in the same order. */
export type Counts = readonly number[];

/** What a test says. */
export interface TestOutcome {
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/** A vector for each row, all of one length. */
export type Rows = readonly (readonly number[])[];

/** A vector of which most parts are 0: the places of those that are not, rising, and what stands there. */
export interface SparseVector {
  readonly places: readonly number[];
  readonly values: readonly number[];
}
