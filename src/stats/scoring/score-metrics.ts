import type { Interval } from "../types.js";
import type { Statistic } from "./bootstrap.js";
import { calibrationError, forecastsOf } from "./calibration.js";
import { areaInterval, partsOf, placementsOf, stratifiedVariance } from "./delong.js";
import { type Metric, share, unbounded } from "./metric.js";
import { brierLosses, logLosses } from "./probability-losses.js";
import { Ranking } from "./ranking.js";
import type { ClassCases } from "./types.js";
import { weightedMean } from "./weighted-mean.js";

/** What probabilities tell: areas under curves, losses, calibration. Nothing for cases without them. */
export function scoreMetrics(cases: ClassCases, bins: number, confidence: number): readonly Metric[] {
  if (cases.scores === undefined) return [];
  const isBinary = cases.task === "binary";
  return [
    ...areaMetrics(cases, confidence),
    {
      ...{ name: "log_loss", better: "lower", range: unbounded, shown: true },
      statistic: weightedMean(logLosses(cases)),
    },
    {
      ...{ name: "brier", better: "lower", range: isBinary ? share : [0, 2], shown: true },
      statistic: weightedMean(brierLosses(cases)),
    },
    {
      ...{ name: "ece", better: "lower", range: share, shown: true, biased: true },
      statistic: calibrationError(forecastsOf(cases), bins),
    },
  ];
}

/** A class against all others. */
interface Contest {
  readonly cases: number;
  readonly truth: Uint8Array;
  readonly ranking: Ranking;
  /** Each computed once a draw, whatever the average. */
  readonly areaUnderRoc: Statistic;
  readonly averagePrecision: Statistic;
}

function oncePerDraw(statistic: Statistic): Statistic {
  let [number, value] = [Number.NaN, Number.NaN];
  return (draw) => {
    if (draw.number !== number) [number, value] = [draw.number, statistic(draw)];
    return value;
  };
}

/** Of several classes each against all others; their mean, and their mean by how many cases each has. */
function areaMetrics(cases: ClassCases, confidence: number): readonly Metric[] {
  const contests = (cases.scores ?? []).map((scores, index): Contest => {
    const klass = cases.task === "binary" ? 1 : index;
    const truth = Uint8Array.from(cases.truth, (is) => (is === klass ? 1 : 0));
    const ranking = new Ranking(scores, (place) => truth[place] === 1);
    const onceEach = {
      areaUnderRoc: oncePerDraw(ranking.areaUnderRoc),
      averagePrecision: oncePerDraw(ranking.averagePrecision),
    };
    return { cases: ranking.sizes.positives, truth, ranking, ...onceEach };
  });
  const equal = contests.map(() => 1 / contests.length);
  const common = { better: "higher" as const, range: share };
  const averages = [
    { suffix: "", weights: equal, shown: true },
    ...(cases.task === "binary"
      ? []
      : [{ suffix: "_weighted", weights: contests.map((it) => it.cases / cases.n), shown: false }]),
  ];
  return averages.flatMap(({ suffix, weights, shown }): Metric[] => [
    {
      ...{ ...common, name: `roc_auc${suffix}`, shown },
      statistic: mean(contests, weights, (contest) => contest.areaUnderRoc),
      area: () => intervalOf(cases, contests, weights, confidence),
      ...undefinedArea(cases, contests, true),
    },
    {
      ...{ ...common, name: `pr_auc${suffix}`, shown },
      statistic: mean(contests, weights, (contest) => contest.averagePrecision),
      ...undefinedArea(cases, contests, false),
    },
  ]);
}

function mean(
  contests: readonly Contest[],
  weights: readonly number[],
  of: (contest: Contest) => Statistic,
): Statistic {
  const statistics = contests.map(of);
  return (draw) =>
    statistics.reduce((sum, statistic, index) => sum + statistic(draw) * (weights[index] ?? 0), 0);
}

/** By DeLong's method; the mean of several areas by what each case adds to all of them. */
function intervalOf(
  { n, truth }: ClassCases,
  contests: readonly Contest[],
  weights: readonly number[],
  confidence: number,
): Interval | undefined {
  const parts = new Float64Array(n);
  let area = 0;
  for (const [index, contest] of contests.entries()) {
    const placements = placementsOf(contest.ranking);
    const weight = weights[index] ?? 0;
    area += weight * placements.area;
    for (const [place, part] of partsOf(placements, contest.truth).entries()) {
      parts[place] = (parts[place] ?? 0) + weight * part;
    }
  }
  const smallest = Math.min(...contests.flatMap((it) => [it.cases, n - it.cases]));
  return areaInterval(Math.min(1, area), stratifiedVariance(parts, truth), smallest, confidence);
}

function undefinedArea(
  { task, classes }: ClassCases,
  contests: readonly Contest[],
  needsOthers: boolean,
): Partial<Metric> {
  const [first] = contests;
  if (first === undefined) return {};
  if (task === "binary") {
    const [negative = "", positive = ""] = classes;
    if (first.cases === 0) return { undefinedBecause: `no case is ${positive}: one class cannot be ranked` };
    if (needsOthers && first.cases === first.truth.length)
      return { undefinedBecause: `no case is ${negative || "negative"}: one class cannot be ranked` };
    return {};
  }
  const missing = classes.filter((_, index) => contests[index]?.cases === 0);
  if (missing.length > 0) {
    return { undefinedBecause: `no case is ${missing.join(", ")}: a class without cases cannot be ranked` };
  }
  const isSingle = needsOthers && contests.length < 2;
  return isSingle ? { undefinedBecause: "there is one class alone" } : {};
}
