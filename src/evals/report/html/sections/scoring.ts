import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import type { ScoreCurves } from "../../../../stats/scoring/score-curves.js";
import { unitCurves } from "../charts/curve-chart.js";
import { section } from "./section.js";

const mostClasses = 8;

/** Calibration and ROC curves, where the cases have probabilities. */
export function scoringSection({ calibration, classes }: ScoreCurves): Markup | undefined {
  const charts = [
    ...(calibration.length === 0 ? [] : [calibrationChart(calibration)]),
    ...(classes.length === 0 ? [] : [rocChart(classes.slice(0, mostClasses))]),
  ];
  if (charts.length === 0) return undefined;
  return section("scoring", "Probabilities", markup`<div class="charts">${charts}</div>`);
}

function calibrationChart(bins: ScoreCurves["calibration"]): Markup {
  const points = bins.map(({ predicted, observed, n }) => ({
    x: predicted,
    y: observed,
    title: `predicted ${predicted.toFixed(3)}, observed ${observed.toFixed(3)}, ${formatCount(n)} cases`,
  }));
  const chart = unitCurves(
    "calibration curve",
    [{ label: "calibration", points, dots: true }],
    "mean probability",
    "share that happened",
  );
  return markup`<figure class="chart"><figcaption>Calibration</figcaption>${chart}<p class="soft">On the dashed line probabilities are what happens.</p></figure>`;
}

function rocChart(classes: ScoreCurves["classes"]): Markup {
  const curves = classes.map(({ label, roc }) => ({
    label,
    points: roc.map(({ falsePositiveRate, truePositiveRate }) => ({
      x: falsePositiveRate,
      y: truePositiveRate,
    })),
    dots: false,
  }));
  const chart = unitCurves("ROC curve", curves, "false positive rate", "true positive rate");
  const names = classes.map(({ label }) => label).join(", ");
  const whose = classes.length > 1 ? "Each class against all others" : "Positive class";
  return markup`<figure class="chart"><figcaption>ROC curve</figcaption>${chart}<p class="soft">${whose}: ${names}. The dashed line is chance.</p></figure>`;
}
