import type { Interval } from "../../stats/types.js";

/** What is to be decided while cases come in. */
export type SequentialGoal =
  /** Whether the pass rate is above or below `rate`, 0 to 1. `gate`: the name of the suite's gate that says so. */
  | { readonly kind: "target"; readonly rate: number; readonly gate?: string }
  /** Whether the pass rate differs from the baseline's, or by less than `effect`, a share, either way. `path` from the repository's top. */
  | { readonly kind: "baseline"; readonly path: string; readonly effect: number };

export type SequentialVerdict = "above" | "below" | "improved" | "regressed" | "no_evidence";

/** What an evaluation that ran until it was decided came to. */
export interface SequentialOutcome {
  readonly goal: SequentialGoal;
  /** Absent where the cases ran out, or were as many as allowed, before it was decided. */
  readonly verdict?: SequentialVerdict;
  /** Cases that had been looked at when it was decided, repeats counted, and all that the suite has. */
  readonly cases: number;
  readonly of: number;
  /** Independent ones among them: tests or clusters. */
  readonly units: number;
  /** Mean over these of the pass rate, or of its difference; null of none. */
  readonly value: number | null;
  /** 95%, however often it is looked at. */
  readonly interval: Interval;
  /** Of a true difference of 0, or of a true rate of the target; it holds at any time. */
  readonly pValue: number;
}
