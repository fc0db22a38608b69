import type { SourceLocation } from "../core/errors.js";

/** A condition that a suite sets itself. */
export type GateSpec = ThresholdGate | ComparisonGate | JudgeGate | FairnessGate;

interface NamedGate {
  readonly name: string;
  readonly at: SourceLocation;
}

/** A figure has to keep within limits. */
export interface ThresholdGate extends NamedGate {
  readonly kind: "threshold";
  /** `passRate`, `errorRate`, `costUsd`, `latencyMs.p95`, `pass@3`, `f1`, a named score … */
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  readonly slice?: Readonly<Record<string, string>>;
  /** `interval`: the whole interval has to keep within the limits; one that reaches across a limit decides nothing. */
  readonly by: "estimate" | "interval";
}

/** A comparison with the baseline has to say something. */
export interface ComparisonGate extends NamedGate {
  /**
   * `nonInferior`: the interval of the difference lies above −margin. `noRegression`: no significant loss. `improvement`: the interval lies
   * above `margin`.
   */
  readonly kind: "nonInferior" | "noRegression" | "improvement";
  readonly metric: string;
  /** In the metric's unit, 0 or more; of `noRegression` 0. */
  readonly margin: number;
}

/** The judge has to have proved itself against people's labels. */
export interface JudgeGate extends NamedGate {
  readonly kind: "judge";
  /** Least Cohen's κ. */
  readonly kappa: number;
  /** The grader whose judge is meant, by its type or metric; absent: every judge of the suite. */
  readonly grader?: string;
}

/** The values of a slice have to be treated alike. */
export interface FairnessGate extends NamedGate {
  readonly kind: "fairness";
  readonly measure: "demographic_parity" | "equalized_odds" | "equal_opportunity" | "disparate_impact";
  /** The slice whose values are the groups. */
  readonly slice: string;
  readonly min?: number;
  readonly max?: number;
  readonly by: "estimate" | "interval";
}
