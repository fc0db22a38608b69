/** What is left of some neighbouring points of a metric; the values are of the finite ones. */
export interface SamplePiece {
  /** The smallest place of the points on the sample's axis. */
  readonly x: number;
  /** Absent where no point is finite. */
  readonly low?: number;
  readonly high?: number;
  readonly mean?: number;
}

/** A metric's history, thinned for a drawing: one piece for each column in which there are points. */
export interface MetricSample {
  /** Steps; milliseconds since the first point where all points have the same step. */
  readonly axis: "step" | "time";
  /** In order of x. */
  readonly pieces: readonly SamplePiece[];
  /** Points of the whole history. */
  readonly points: number;
  /** How many of them are NaN or infinite. */
  readonly notFinite: number;
  /** Of the finite ones; absent where there are none. */
  readonly low?: number;
  readonly high?: number;
}
