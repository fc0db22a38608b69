import type { Predictions } from "../../app/evals/score/read-predictions.js";
import type { Scores } from "../../app/evals/score/score-predictions.js";
import type { ScoreSpec } from "../../app/evals/score/score-spec.js";
import { confusionMatrix } from "../../stats/scoring/confusion-matrix.js";
import { perClass } from "../../stats/scoring/per-class.js";
import { fewestCases, type NamedMeasure } from "../../stats/scoring/score-cases.js";
import type { Measured } from "../../stats/scoring/types.js";

/** A matrix of more classes is larger than anybody wants; the figures of each class are told in any case. */
const mostClasses = 200;

/** What `mlx eval score --json` prints. */
export function scoreDocument(
  { file, cases, because, skipped }: Predictions,
  scores: Scores,
  { truth, prediction, threshold }: ScoreSpec,
): Record<string, unknown> {
  const isOfClasses = cases.task === "binary" || cases.task === "multiclass";
  return {
    ...{ file, task: cases.task, n: cases.n, skipped, truth },
    ...(because !== undefined && { because }),
    ...(prediction !== undefined && { prediction }),
    ...(cases.task === "binary" && { positive: cases.classes[1] }),
    ...(cases.task === "binary" && prediction === undefined && { threshold }),
    metrics: measuresDocument(scores.metrics),
    ...(isOfClasses &&
      cases.classes.length <= mostClasses && {
        confusion: { labels: cases.classes, matrix: confusionMatrix(cases) },
      }),
    ...(cases.task !== "regression" && { classes: perClass(cases) }),
    ...(scores.slices.length > 0 && { slices: slicesDocument(scores) }),
    ...(scores.fairness.length > 0 && { fairness: fairnessDocument(scores) }),
    ...(scores.comparison && { comparison: scores.comparison }),
    ...(scores.curves && { curves: scores.curves }),
    ...(scores.gates.length > 0 && { gates: scores.gates }),
  };
}

function slicesDocument({ slices }: Scores): Record<string, Record<string, unknown>> {
  const names = [...new Set(slices.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((slice) => {
      const values = slices.filter(({ name }) => name === slice);
      const entries = values.map(({ value, n, metrics }) => {
        const few = n < fewestCases ? { tooFew: true } : {};
        return [value, { n, ...few, metrics: measuresDocument(metrics) }] as const;
      });
      return [slice, Object.fromEntries(entries)] as const;
    }),
  );
}

function fairnessDocument({ fairness }: Scores): Record<string, unknown> {
  return Object.fromEntries(
    fairness.map(({ slice, groups, measures }) => {
      const entries = Object.entries(measures).map(([name, measured]) => [name, measureDocument(measured)]);
      return [slice, { ...Object.fromEntries(entries), groups }];
    }),
  );
}

function measuresDocument(metrics: readonly NamedMeasure[]): Record<string, unknown> {
  return Object.fromEntries(metrics.map(({ name, measured }) => [name, measureDocument(measured)]));
}

function measureDocument(measured: Measured): Record<string, unknown> {
  if (measured.value === null) return { value: null, interval: null, reason: measured.reason };
  const { value, interval = null, method, note } = measured;
  return { value, interval, method, ...(note !== undefined && { note }) };
}
