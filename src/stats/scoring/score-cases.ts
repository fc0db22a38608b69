import type { Estimate, IntervalMethod } from "../types.js";
import { wilson } from "../wilson.js";
import { bootstrap } from "./bootstrap.js";
import { canonicalCases } from "./canonical-cases.js";
import { classMetrics } from "./class-metrics.js";
import { wholeDraw } from "./draw.js";
import { isOfClasses } from "./is-of-classes.js";
import { labelSetMetrics } from "./label-set-metrics.js";
import type { Metric } from "./metric.js";
import { numberMetrics } from "./number-metrics.js";
import { faultlessInterval, resampleInterval } from "./resample-interval.js";
import { scoreMetrics } from "./score-metrics.js";
import type { Measured, ScoringCases } from "./types.js";

export interface ScoringOptions {
  /** Names of metrics; unknown ones are left out. Default: all that the cases have. */
  readonly metrics?: readonly string[];
  /** Of calibration; default 10. */
  readonly bins?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default `mlx`. */
  readonly seed?: string;
  /** False where values alone are wanted. */
  readonly intervals?: boolean;
}

/** A metric by its name. */
export interface NamedMeasure {
  readonly name: string;
  readonly better: "higher" | "lower";
  /** Whether it belongs to the few that people look at first. */
  readonly shown: boolean;
  readonly measured: Measured;
}

/** Fewest cases that a bootstrap can say anything of. */
export const fewestCases = 10;

/** Visits of cases that all resamples together may make. */
const visits = 2e7;
const mostResamples = 2000;
const fewestResamples = 100;

/**
 * Metrics of predictions, equal to scikit-learn's, whatever the order of the cases. Shares have Wilson's interval, areas under the ROC curve
 * DeLong's, everything else a bootstrap stratified by the truth, of 2,000 resamples up to 10,000 cases and proportionally fewer beyond; of
 * cases in clusters everything has a bootstrap over clusters. Under ten cases, or clusters, there is no bootstrap and no interval. A faultless
 * figure, of which all resamples say the same, has Wilson's bound for as many cases as the smallest class has.
 * @param unordered at least one case.
 */
export function scoreCases(unordered: ScoringCases, options: ScoringOptions = {}): readonly NamedMeasure[] {
  const { bins = 10, confidence = 0.95, seed = "mlx", metrics: wanted } = options;
  const cases = canonicalCases(unordered);
  const all = metricsOf(cases, bins, confidence);
  const metrics = all.filter(({ name }) => wanted?.includes(name) ?? true);
  const whole = wholeDraw(cases.n);
  const values = metrics.map((metric) => (metric.undefinedBecause ? Number.NaN : metric.statistic(whole)));
  const units = cases.clusters ? new Set(cases.clusters).size : cases.n;
  const drawn = metrics.map((metric, index) => {
    const isDrawn = cases.clusters !== undefined || (metric.share === undefined && metric.area === undefined);
    return options.intervals !== false && isDrawn && units >= fewestCases && Number.isFinite(values[index]);
  });
  const resamples = Math.min(mostResamples, Math.max(fewestResamples, Math.floor(visits / cases.n)));
  const statistics = metrics.filter((_, index) => drawn[index]).map(({ statistic }) => statistic);
  const strata = strataOf(cases);
  const lists =
    statistics.length === 0 ? [] : bootstrap(statistics, { strata, seed, resamples, ...clustersOf(cases) });
  let next = 0;
  return metrics.map((metric, index): NamedMeasure => {
    const { name, better, shown } = metric;
    const value = values[index] ?? Number.NaN;
    const list = drawn[index] ? lists[next++] : undefined;
    if (Number.isNaN(value)) {
      const reason = metric.undefinedBecause ?? "these cases do not define it";
      return { name, better, shown, measured: { value: null, reason } };
    }
    const resampled = list && { list, wanted: resamples };
    const uncertainty =
      options.intervals === false
        ? { method: methodOf(metric, cases) }
        : intervalOf(metric, value, cases, resampled, confidence);
    const estimate: Estimate = { value, n: cases.n, units, ...uncertainty };
    return {
      name,
      better,
      shown,
      measured: metric.note === undefined ? estimate : { ...estimate, note: metric.note },
    };
  });
}

/** Every metric that cases have, by name. */
export function metricNames(cases: ScoringCases): readonly string[] {
  return metricsOf(cases, 10, 0.95).map(({ name }) => name);
}

/** Every metric that cases have, with how it is computed. @param bins of calibration. @param confidence of intervals, above 0 and below 1. */
export function metricsOf(cases: ScoringCases, bins: number, confidence: number): readonly Metric[] {
  switch (cases.task) {
    case "regression":
      return numberMetrics(cases);
    case "multilabel":
      return labelSetMetrics(cases);
    default:
      return [...classMetrics(cases), ...scoreMetrics(cases, bins, confidence)];
  }
}

function intervalOf(
  metric: Metric,
  value: number,
  cases: ScoringCases,
  resampled: { readonly list: Float64Array; readonly wanted: number } | undefined,
  confidence: number,
): Pick<Estimate, "interval" | "method"> {
  const method = methodOf(metric, cases);
  const { range, share, area, biased = false } = metric;
  const made = (): Estimate["interval"] => {
    if (method === "wilson" && share) return wilson(share.part, share.whole, confidence);
    if (method === "delong") return area?.();
    if (resampled === undefined) return undefined;
    const { list, wanted } = resampled;
    const ends = resampleInterval(value, list, { wanted, confidence, range, centred: biased });
    const says = ends !== undefined && ends[0] < ends[1];
    return says ? ends : faultlessInterval(metric, value, smallestGroup(cases), confidence);
  };
  const interval = made();
  return interval === undefined ? { method } : { interval, method };
}

function methodOf({ share, area }: Metric, { clusters }: ScoringCases): IntervalMethod {
  if (clusters !== undefined) return "cluster_bootstrap";
  if (share !== undefined) return "wilson";
  return area === undefined ? "bootstrap" : "delong";
}

/** Cases of the smallest class, or all of them where there are no classes; of clusters at most their number. */
export function smallestGroup(cases: ScoringCases): number {
  const sizes = new Map<number, number>();
  for (const key of strataOf(cases)) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  const clusters = cases.clusters ? new Set(cases.clusters).size : Number.POSITIVE_INFINITY;
  return Math.min(clusters, ...sizes.values());
}

/** Resamples keep the classes of a classification as they are. */
export function strataOf(cases: ScoringCases): Int32Array {
  return isOfClasses(cases) ? cases.truth : new Int32Array(cases.n);
}

function clustersOf({ clusters }: ScoringCases): { readonly clusters?: Int32Array } {
  return clusters === undefined ? {} : { clusters };
}
