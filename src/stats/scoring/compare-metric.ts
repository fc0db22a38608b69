import { clopperPearson } from "../clopper-pearson.js";
import { normalQuantile } from "../distributions/normal.js";
import type { Interval, IntervalMethod } from "../types.js";
import { bootstrap } from "./bootstrap.js";
import { canonicalPairs } from "./canonical-cases.js";
import { comparedByCase } from "./compare-models.js";
import { wholeDraw } from "./draw.js";
import { resampleInterval } from "./resample-interval.js";
import { fewestCases, metricsOf, smallestGroup, strataOf } from "./score-cases.js";
import { tellingUnits } from "./telling-units.js";
import type { ScoringCases } from "./types.js";

/** How much one metric of two models differs over the same cases. */
export interface MetricChange {
  readonly before: number;
  readonly after: number;
  /** `after` less `before`. */
  readonly difference: number;
  /** 95 %, of the difference; absent where there are too few cases, or clusters. */
  readonly interval?: Interval;
  readonly method: IntervalMethod;
}

const confidence = 0.95;

/** There are never so many kept cases that fewer would do. */
const resamples = 2000;

/**
 * Compares a metric of two models by pairs of cases. Accuracy, mean losses and the area under the ROC curve of two classes are compared as
 * `compareModels` does, by Tango, a bootstrap over cases and DeLong; everything else, and areas of cases in clusters, by a bootstrap in which
 * both models are scored on the same resample, stratified by the truth, or over clusters, and widened where they differ in few cases. Where both
 * do equally in every resample, the interval is of what could have stayed unseen in as many cases as the smallest class has. The order of the
 * cases makes no difference.
 * @param before, @param after the same cases in the same order, of the same task and truth.
 * @param metric as `scoreCases` calls it.
 * @returns undefined where a side does not define it, and for the calibration error, whose bias pairs do not take away.
 * @see Efron, Tibshirani, An Introduction to the Bootstrap (1993), ch. 8 and 13
 */
export function compareMetric(
  before: ScoringCases,
  after: ScoringCases,
  metric: string,
): MetricChange | undefined {
  const pairs = canonicalPairs(before, after);
  return changeByCase(...pairs, metric) ?? changeByResamples(...pairs, metric);
}

function changeByCase(before: ScoringCases, after: ScoringCases, metric: string): MetricChange | undefined {
  const found = comparedByCase(before, after, metric);
  if (found === undefined) return undefined;
  const { difference, interval, test } = found;
  const clustered = after.clusters === undefined ? "bootstrap" : "cluster_bootstrap";
  const method = test === "delong" ? "delong" : test === "mcnemar_exact" ? "tango" : clustered;
  const ends = method === "delong" && interval ? orUnseen(interval, difference, [-1, 1], after) : interval;
  return {
    ...{ before: found.before, after: found.after, difference, method },
    ...(ends && { interval: ends }),
  };
}

function changeByResamples(
  before: ScoringCases,
  after: ScoringCases,
  name: string,
): MetricChange | undefined {
  // Of the calibration error alone bins matter, and it is not compared.
  const [was, is] = [before, after].map((cases) =>
    metricsOf(cases, 10, confidence).find((metric) => metric.name === name),
  );
  if (was === undefined || is === undefined || is.biased) return undefined;
  if (was.undefinedBecause !== undefined || is.undefinedBecause !== undefined) return undefined;
  const whole = wholeDraw(after.n);
  const figures = { before: was.statistic(whole), after: is.statistic(whole) };
  const difference = figures.after - figures.before;
  if (!Number.isFinite(difference)) return undefined;
  const { clusters } = after;
  const method = clusters === undefined ? "bootstrap" : "cluster_bootstrap";
  const units = clusters === undefined ? after.n : new Set(clusters).size;
  const change = { ...figures, difference, method } as const;
  if (units < fewestCases) return change;
  const design = { strata: strataOf(after), seed: "mlx", resamples, ...(clusters && { clusters }) };
  const [list = new Float64Array()] = bootstrap([(draw) => is.statistic(draw) - was.statistic(draw)], design);
  const span = is.range[1] - is.range[0];
  const range: Interval = [-span, span];
  const drawn = resampleInterval(difference, list, {
    ...{ wanted: resamples, confidence, range, centred: false },
  });
  if (drawn === undefined) return change;
  const told = tellingUnits(before, after, name, (draw) => is.statistic(draw) - was.statistic(draw));
  const interval = orUnseen(within(range, widened(drawn, difference, list, told)), difference, range, after);
  return interval === undefined ? change : { ...change, interval };
}

/**
 * Of few cases that two models tell differently a resample may hold none, and never one of another kind: the interval is at least as wide as the
 * standard error over the resamples says, as if one more case had gone either way.
 * @param told units that the models tell differently.
 * @see D. Bonett, R. Price, Journal of Educational and Behavioral Statistics 37 (2012) 479–488, for two paired rates
 */
function widened([low, high]: Interval, difference: number, list: Float64Array, told: number): Interval {
  if (told === 0) return [low, high];
  const mean = list.reduce((sum, each) => sum + each, 0) / list.length;
  const squares = list.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt((squares / (list.length - 1)) * ((told + 2) / told));
  const reach = normalQuantile((1 + confidence) / 2) * error;
  return [Math.min(low, difference - reach), Math.max(high, difference + reach)];
}

function within([least, most]: Interval, [low, high]: Interval): Interval {
  return [Math.max(least, low), Math.min(most, high)];
}

/** Rounding of sums in another order. */
const rounding = 1e-12;

/** A difference that no resample changes would be told for certain, from however few cases. */
function orUnseen(
  interval: Interval,
  difference: number,
  [low, high]: Interval,
  cases: ScoringCases,
): Interval | undefined {
  if (interval[1] - interval[0] > rounding) return interval;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  const unseen = clopperPearson(0, smallestGroup(cases), confidence)[1];
  return [difference - unseen * (difference - low), difference + unseen * (high - difference)];
}
