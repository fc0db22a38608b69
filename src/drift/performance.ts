import { formatNumber } from "../core/format-number.js";
import { normalQuantile } from "../stats/distributions/normal.js";
import type { EstimatedFigure, EstimatedPerformance } from "../stats/drift/confidence-based.js";
import { type Mean, meanChange, type Rate, rateChange } from "../stats/drift/performance-change.js";
import type { Interval } from "../stats/types.js";
import type { DriftVerdict } from "./verdict.js";

/** A figure of how good predictions are. */
export interface Estimated {
  readonly value: number;
  /** 95 %. */
  readonly interval: Interval;
}

export interface ComparedFigure {
  readonly name: "accuracy" | "f1" | "roc_auc" | "mae" | "rmse";
  /** Absent where the baseline's data is not at hand. */
  readonly baseline?: Estimated;
  readonly current: Estimated;
  /** Now less before. */
  readonly difference?: Estimated;
  readonly verdict: DriftVerdict;
}

/** Where in a stream of errors a detector has raised the alarm. */
export interface StreamAlarms {
  readonly detector: "adwin" | "ddm" | "page_hinkley";
  readonly count: number;
  /** Times of the first alarms, at most 10; row numbers where there is no time. */
  readonly at: readonly string[];
}

/** How good the predictions are that the data holds. */
export interface Performance {
  readonly prediction: string;
  /** Absent where the data has none: then there are estimates at most. */
  readonly label?: string;
  /** Rows that have a prediction and a label; none of a profile. */
  readonly rows: number;
  readonly verdict: DriftVerdict;
  readonly reason: string;
  readonly figures: readonly ComparedFigure[];
  readonly stream?: { readonly orderedBy: string; readonly alarms: readonly StreamAlarms[] };
  /** From scores alone. */
  readonly estimate?: PerformanceEstimate;
}

/** Nobody has measured it: it holds as far as scores mean what they meant when they were calibrated. */
export interface PerformanceEstimate extends EstimatedPerformance {
  /** Whether the scores were calibrated by the labels of the baseline's data, or are taken at their word. */
  readonly calibrated: boolean;
  /** Of yes-or-no predictions: the answer that precision and recall are of, unless it is redacted. */
  readonly positive?: string;
  /** Of these, what can be estimated; the first is the accuracy, which `value` is too. */
  readonly figures?: readonly EstimatedFigure[];
}

/** A figure with its standard error. */
export interface Measured {
  readonly value: number;
  readonly error: number;
  /** Where it ends on either side. */
  readonly within: Interval;
  /** Its own interval, where the normal one is a poor one. */
  readonly interval?: Interval;
  /** What it is made of, where that gives a better interval of a difference. */
  readonly rate?: Rate;
  readonly mean?: Mean;
}

const z = normalQuantile(0.975);

/** An interval of 95 % by the normal distribution. */
export function estimated({ value, error, within: [least, most], interval }: Measured): Estimated {
  return {
    value,
    interval: interval ?? [Math.max(least, value - z * error), Math.min(most, value + z * error)],
  };
}

const higherIsBetter: Readonly<Record<ComparedFigure["name"], boolean>> = {
  accuracy: true,
  f1: true,
  roc_auc: true,
  mae: false,
  rmse: false,
};

/**
 * Whether a figure has become worse than chance explains, and by as much as matters; by half of that it is a warning.
 * @param threshold a loss of accuracy, F1 or AUC; of errors the rise as a share of what they were.
 */
export function compareFigure(
  name: ComparedFigure["name"],
  current: Measured,
  baseline: Measured | undefined,
  threshold: number,
): ComparedFigure {
  const now = estimated(current);
  if (baseline === undefined) return { name, current: now, verdict: "inconclusive" };
  const value = current.value - baseline.value;
  const difference: Estimated = { value, interval: differenceInterval(baseline, current) };
  const better = higherIsBetter[name];
  const worse = better ? difference.interval[1] < 0 : difference.interval[0] > 0;
  const size = better ? -value : value / Math.max(baseline.value, Number.MIN_VALUE);
  const verdict = !worse || size < threshold / 2 ? "ok" : size >= threshold ? "drift" : "warning";
  return { name, baseline: estimated(baseline), current: now, difference, verdict };
}

function differenceInterval(before: Measured, now: Measured): Interval {
  const change =
    before.rate && now.rate
      ? rateChange(before.rate, now.rate)
      : before.mean && now.mean
        ? meanChange(before.mean, now.mean)
        : undefined;
  if (change?.interval !== undefined) return change.interval;
  const [value, error] = [now.value - before.value, Math.hypot(now.error, before.error)];
  return [value - z * error, value + z * error];
}

/** `accuracy 0.97 → 0.81` */
export function figureText({ name, baseline, current }: ComparedFigure): string {
  const title =
    name === "roc_auc" ? "AUC" : name === "f1" ? "F1" : name === "accuracy" ? name : name.toUpperCase();
  const now = formatNumber(Number(current.value.toPrecision(3)));
  return baseline === undefined
    ? `${title} ${now}`
    : `${title} ${formatNumber(Number(baseline.value.toPrecision(3)))} → ${now}`;
}
