import { countOf } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { type Markup, markup } from "../../core/markup.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { ComparedMetric } from "../../runs/compare/compare-metrics.js";
import type { RunComparison } from "../../runs/compare/compare-runs.js";
import type { MetricSample } from "../../runs/metric-sample.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { curveChart } from "../../ui/html/curve-chart.js";
import { sampleCurve } from "../../ui/html/sample-curve.js";
import { clip, runLabel } from "./compare-page-cells.js";

const maxCharts = 24;
const maxRuns = 100;
/** Bytes that all curves together may take, and how many a point takes. */
const curveBudget = 560_000;
const bytesPerPoint = 11;
/** What a curve takes besides its points. */
const bytesPerCurve = 150;
/** Columns of a chart beyond which nobody sees a difference. */
const finest = 420;

/** A chart for each metric with a history: every run's curve. */
export function chartSection(ledger: RunLedger, { metrics, runs }: RunComparison): Markup | undefined {
  const drawn = runs.slice(0, maxRuns);
  const charted = metrics.filter(
    (metric) =>
      metric.values.some((value) => value !== undefined && value.step > 0) || metrics.length <= maxCharts,
  );
  const shown = charted.slice(0, maxCharts);
  const perCurve = curveBudget / (shown.length * drawn.length) - bytesPerCurve;
  const columns = Math.max(6, Math.min(finest, Math.floor(perCurve / bytesPerPoint / 2)));
  const charts = shown.flatMap((metric) => {
    const samples = drawn.map((run, index) =>
      metric.values[index] ? ledger.sample(run.measuredBy, metric.key, columns) : undefined,
    );
    const some = samples.some((sample) => sample !== undefined && sample.points > 1);
    return some ? [{ metric, samples, figure: chartFigure(metric, samples, drawn) }] : [];
  });
  if (charts.length === 0) return undefined;
  const thinned = charts.some(({ samples }) =>
    samples.some((sample) => sample !== undefined && sample.points > sample.pieces.length),
  );
  const remarks = [
    ...(thinned
      ? [
          `Long histories are drawn from the lowest and highest of each of up to ${columns} pieces, so no peak is lost.`,
        ]
      : []),
    ...(charted.length > shown.length
      ? [`${countOf(charted.length - shown.length, "more metric")} without a chart.`]
      : []),
    ...(runs.length > drawn.length ? [`Curves of the first ${maxRuns} of ${runs.length} runs.`] : []),
  ];
  return markup`<h2>Curves</h2>
<ul class="legend">${drawn.map((run, place) => markup`<li>${runLabel(run, place)}</li>\n`)}</ul>
${remarks.length > 0 ? markup`<p class="soft">${remarks.join(" ")}</p>` : undefined}
<div class="charts">
${charts.map(({ figure }) => figure)}
</div>`;
}

function chartFigure(
  metric: ComparedMetric,
  samples: readonly (MetricSample | undefined)[],
  runs: readonly WholeRun[],
): Markup {
  const few = runs.length <= 8;
  const curves = samples.flatMap((sample, place) => {
    const run = runs[place];
    if (sample === undefined || run === undefined) return [];
    return [{ label: clip(run.name, few ? 11 : 24), points: sampleCurve(sample), place }];
  });
  const time = samples.some((sample) => sample?.axis === "time");
  const xLabel = time ? "seconds" : "step";
  const ranges = samples.flatMap((sample) =>
    sample?.low === undefined || sample.high === undefined ? [] : [sample.low, sample.high],
  );
  const [low, high] = [
    ranges.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    ranges.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  const said =
    ranges.length === 0 ? "no finite values" : `from ${formatNumber(low)} to ${formatNumber(high)}`;
  const title = `${clip(metric.key)} by ${xLabel}, ${countOf(curves.length, "run")}, ${said}`;
  const notFinite = samples.reduce((sum, sample) => sum + (sample?.notFinite ?? 0), 0);
  const gaps =
    notFinite > 0
      ? markup` <span class="soft">${countOf(notFinite, "value")} NaN or infinite, left as gaps</span>`
      : undefined;
  return markup`<figure><figcaption>${clip(metric.key)}${gaps}</figcaption>${curveChart(curves, { title, xLabel, endLabels: few && curves.length > 1 })}</figure>
`;
}
