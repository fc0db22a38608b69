import type { Interval } from "../types.js";
import type { Statistic } from "./bootstrap.js";

/** How a figure is computed, and what is known of its uncertainty. */
export interface Metric {
  /** As in JSON and gates: `f1_macro`. */
  readonly name: string;
  readonly better: "higher" | "lower";
  /** The lowest and highest value that it can have. */
  readonly range: Interval;
  /** Whether it belongs to the few that people look at first. */
  readonly shown: boolean;
  /** The figure. */
  readonly statistic: Statistic;
  /** Of a figure that is a share of independent cases: how many, of how many. */
  readonly share?: { readonly part: number; readonly whole: number };
  /** An interval by a formula. */
  readonly area?: () => Interval | undefined;
  /** Whether chance alone makes the figure larger, so that resamples are shifted back. */
  readonly biased?: boolean;
  /** Why these cases do not define it. */
  readonly undefinedBecause?: string;
  readonly note?: string;
}

/** Of what lies between nothing and all. */
export const share: Interval = [0, 1];
/** Of errors and losses. */
export const unbounded: Interval = [0, Number.POSITIVE_INFINITY];
