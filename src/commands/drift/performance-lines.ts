import { formatCount } from "../../core/format-bytes.js";
import { formatDifference } from "../../core/format-number.js";
import { displayPath } from "../../core/visible-text.js";
import { type CheckedData, multivariateText } from "../../drift/checked.js";
import { effectText } from "../../drift/figures.js";
import {
  type ComparedFigure,
  figureText,
  type PerformanceEstimate,
  type StreamAlarms,
} from "../../drift/performance.js";
import type { EstimatedFigure } from "../../stats/drift/confidence-based.js";
import type { Interval } from "../../stats/types.js";
import type { Ui } from "../../ui/ui.js";
import { verdictSign } from "./verdict-cells.js";

/** What all columns show together. */
export function togetherLines(ui: Ui, { multivariate = [] }: CheckedData): string[] {
  return multivariate.map(
    (test) => `${verdictSign(ui.theme, test.drifted ? "warning" : "ok")} ${multivariateText(test)}`,
  );
}

/** How good the predictions are, beside the baseline's. */
export function performanceLines(ui: Ui, { performance }: CheckedData): string[] {
  if (performance === undefined) return [];
  const { verdict, reason, rows, figures, stream, estimate } = performance;
  const detected = (stream?.alarms ?? []).filter(({ count }) => count > 0).map(alarmText);
  return [
    "",
    `${verdictSign(ui.theme, verdict)} ${reason}${rows > 0 ? ` (${formatCount(rows)} labelled rows)` : ""}`,
    ...figures.map((figure) => `  ${comparedText(figure)}`),
    ...(stream === undefined
      ? []
      : [
          `  errors in the order of ${displayPath(stream.orderedBy)}: ${detected.length === 0 ? "no detector raised the alarm" : detected.join("; ")}`,
        ]),
    ...(estimate === undefined ? [] : estimateTexts(estimate).map((text) => ui.theme.dim(`  ${text}`))),
  ];
}

/** `accuracy 0.97 → 0.81, difference -0.16 (95 % -0.2 to -0.12)` */
export function comparedText(figure: ComparedFigure): string {
  const { current, difference } = figure;
  const [low, high] = (difference ?? current).interval;
  const range = `95 % ${formatDifference(low)} to ${formatDifference(high)}`;
  if (difference !== undefined)
    return `${figureText(figure)}, difference ${formatDifference(difference.value)} (${range})`;
  return `${figureText(figure)} (95 % ${effectText(low)} to ${effectText(high)})`;
}

/** Each says first that it is none of the figures that were measured. */
export function estimateTexts({
  value,
  interval,
  calibrated,
  n,
  positive,
  figures = [],
}: PerformanceEstimate): string[] {
  const how = calibrated
    ? "from scores that the baseline's labels calibrate"
    : "from scores, taken at their word";
  const of = positive === undefined ? "" : ` of ${displayPath(positive)}`;
  const said = (name: EstimatedFigure["name"], title: string) =>
    figures
      .filter((figure) => figure.name === name)
      .map((figure) => `${title} ${effectText(figure.value)}${rangeText(figure.interval)}`);
  const others = [
    [...said("roc_auc", "AUC"), ...said("f1", "F1")],
    [...said("precision", `precision${of}`), ...said("recall", `recall${of}`)],
  ];
  return [
    `accuracy ${effectText(value)}${rangeText(interval)}, ${how}, ${formatCount(n)} rows`,
    ...others.filter((list) => list.length > 0).map((list) => list.join(", ")),
  ].map((text) => `estimate, not measured: ${text}`);
}

function rangeText(interval: Interval | undefined): string {
  return interval === undefined ? "" : ` (95 % ${effectText(interval[0])} to ${effectText(interval[1])})`;
}

const titles: Readonly<Record<StreamAlarms["detector"], string>> = {
  adwin: "ADWIN",
  ddm: "DDM",
  page_hinkley: "Page–Hinkley",
};

export function alarmText({ detector, count, at }: StreamAlarms): string {
  const more = count > at.length || at.length > 3 ? ", …" : "";
  return `${titles[detector]} at ${at.slice(0, 3).join(", ")}${more}`;
}
