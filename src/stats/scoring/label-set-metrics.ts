import { f1, precision, recall } from "./class-measures.js";
import { labelMetrics } from "./class-metrics.js";
import { type Metric, share } from "./metric.js";
import type { LabelCases } from "./types.js";
import { weightedMean } from "./weighted-mean.js";

const measures = [
  ["precision_samples", precision],
  ["recall_samples", recall],
  ["f1_samples", f1],
] as const;

/** Figures of cases with any number of labels: whole sets, single labels, and both averaged. */
export function labelSetMetrics(cases: LabelCases): readonly Metric[] {
  const counts = cases.truth.map((is, place) => {
    const said = cases.prediction[place] ?? is;
    return {
      truth: is.length,
      predicted: said.length,
      hit: said.filter((label) => is.includes(label)).length,
    };
  });
  const mean = (
    name: string,
    of: (count: (typeof counts)[number]) => number,
    more: Partial<Metric>,
  ): Metric => ({
    ...{ name, better: "higher" as const, range: share, shown: true },
    statistic: weightedMean(Float64Array.from(counts, of)),
    ...more,
  });
  const isRight = ({ truth, predicted, hit }: (typeof counts)[number]) => truth === hit && predicted === hit;
  return [
    mean("accuracy", (count) => (isRight(count) ? 1 : 0), {
      share: { part: counts.filter(isRight).length, whole: cases.n },
    }),
    mean(
      "hamming_loss",
      ({ truth, predicted, hit }) => (truth + predicted - 2 * hit) / Math.max(1, cases.classes.length),
      { better: "lower" },
    ),
    ...labelMetrics(cases),
    ...measures.map(([name, measure]) =>
      mean(name, ({ hit, predicted, truth }) => measure(hit, predicted, truth), {
        shown: name === "f1_samples",
      }),
    ),
  ];
}
