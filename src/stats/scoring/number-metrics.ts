import { determination } from "./determination.js";
import { type Metric, unbounded } from "./metric.js";
import type { NumberCases } from "./types.js";
import { weightedMean, weightedMedian } from "./weighted-mean.js";

/** Errors of predicted numbers, in their unit; `mse` in its square, `mape` as a share. */
export function numberMetrics(cases: NumberCases): readonly Metric[] {
  const { truth, prediction, n } = cases;
  const errors = truth.map((value, place) => Math.abs((prediction[place] ?? 0) - value));
  const square = weightedMean(errors.map((error) => error * error));
  const shares = errors.map((error, place) => error / Math.max(Math.abs(truth[place] ?? 0), Number.EPSILON));
  const zeros = truth.filter((value) => value === 0).length;
  const metric = (name: string, statistic: Metric["statistic"], more: Partial<Metric> = {}): Metric => ({
    ...{ name, better: "lower" as const, range: unbounded, shown: true },
    statistic,
    ...more,
  });
  const isConstant = truth.every((value) => value === truth[0]);
  return [
    metric("mae", weightedMean(errors)),
    metric("rmse", (draw) => Math.sqrt(square(draw))),
    metric("mse", square, { shown: false }),
    metric("median_ae", weightedMedian(errors)),
    metric(
      "mape",
      weightedMean(shares),
      zeros === 0
        ? {}
        : {
            note: `${zeros === 1 ? "one truth is" : `${zeros} truths are`} 0: the share is as good as infinite`,
          },
    ),
    metric("r2", determination(cases), {
      ...{ better: "higher" as const, range: [Number.NEGATIVE_INFINITY, 1] as const },
      ...(n < 2
        ? { undefinedBecause: "R² needs two cases" }
        : isConstant && { note: "the truth never changes: 1 for a perfect prediction, else 0" }),
    }),
  ];
}
