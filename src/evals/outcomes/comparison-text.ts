import { countOf, formatCount } from "../../core/format-bytes.js";
import { signedText } from "../../core/signed-text.js";
import { displayPath } from "../../core/visible-text.js";
import type { AgainstBaseline, BaselineFacts, ComparisonCounts } from "./against-baseline.js";
import { type FlipWay, flipWay } from "./flip-way.js";
import type { Comparison, FlippedCase, MetricComparison } from "./types.js";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const tests: Readonly<Record<MetricComparison["test"], string>> = {
  mcnemar_exact: "exact McNemar",
  sign_flip: "sign-flip test",
  betting: "betting test",
};

/** `the baseline of 12 May 2026 (abc1234)`; where only a part was run it says so. */
export function baselineName({
  time,
  commit,
  evaluation,
  partial,
}: Omit<BaselineFacts, "path" | "author">): string {
  const [year, month, day] = time.slice(0, 10).split("-").map(Number);
  const from = commit === undefined ? evaluation.slice(-8) : commit.slice(0, 7);
  const part = partial === undefined ? "" : `, a part of the suite (${partial.map(displayPath).join(" ")})`;
  return `the baseline of ${day} ${months[(month ?? 1) - 1]} ${year} (${from})${part}`;
}

/** In one sentence what an evaluation says against its baseline. */
export function againstText({ baseline, comparison }: AgainstBaseline): string {
  return `against ${baselineName(baseline)}: ${comparisonSentence(comparison)}`;
}

/** `regressed, −9.1 points (95%: −15 to −3), 8 cases worse, 2 better, exact McNemar p = 0.02` */
export function comparisonSentence(comparison: Comparison): string {
  const [passRate] = comparison.metrics;
  if (passRate === undefined) {
    return `not comparable: ${comparison.incomparable.map(({ reason }) => reason).join("; ")}`;
  }
  const others = comparison.metrics
    .slice(1)
    .filter(({ verdict }) => verdict === "regressed")
    .map((metric) => `; ${displayPath(metric.metric)} ${metricText(metric)}`);
  return `${metricText(passRate)}${others.join("")}`;
}

/** What is said of one metric: the verdict, and on what it stands. */
export function metricText(metric: MetricComparison): string {
  const { verdict, pValue, adjustedP, test } = metric;
  const p = `${tests[test]} ${pText(pValue)}${adjustedP === pValue ? "" : `, by Holm ${pText(adjustedP)}`}`;
  const facts = [`${differenceText(metric)}${intervalText(metric)}`, discordantText(metric), p];
  if (verdict === "improved" || verdict === "regressed") return [verdict, ...facts].join(", ");
  const shown = detectableText(metric);
  if (verdict === "no_evidence")
    return `no evidence of change (${facts.join(", ")}); ${shown} would have shown`;
  return `underpowered (${facts.join(", ")}); ${shown}`;
}

/** What a change would have had to be, to show: `11 points (7 of 66 cases)`. */
export function detectableText(metric: MetricComparison): string {
  const { minimumDetectableEffect, minimumDetectableCases, n } = metric;
  if (minimumDetectableCases >= n) return `with ${countOf(n, "case")} no change could have shown`;
  const effect = `an effect of ${sizeText(metric.metric, minimumDetectableEffect)} (${formatCount(minimumDetectableCases)} of ${countOf(n, "case")})`;
  return metric.verdict === "underpowered" ? `only ${effect} would have shown` : effect;
}

/** `−9.1 points` of a rate, `−0.091` of any other metric. */
export function differenceText({
  metric,
  difference,
}: Pick<MetricComparison, "metric" | "difference">): string {
  return signedText(difference, sizeText(metric, Math.abs(difference)));
}

/** ` (95%: −15 to −3)` */
function intervalText({ metric, interval }: MetricComparison): string {
  if (interval === null) return "";
  const [low, high] = interval.map((end) => signedText(end, figureText(metric, Math.abs(end))));
  return ` (95%: ${low} to ${high})`;
}

function discordantText({ discordant: { improved, regressed } }: MetricComparison): string {
  if (improved + regressed === 0) return "no case changed";
  return `${countOf(regressed, "case")} worse, ${formatCount(improved)} better`;
}

function sizeText(metric: string, size: number): string {
  if (metric !== "passRate") return figureText(metric, size);
  const figure = figureText(metric, size);
  return `${figure} ${figure === "1" ? "point" : "points"}`;
}

function figureText(metric: string, size: number): string {
  if (metric === "passRate") return String(Number((100 * size).toFixed(1)));
  return String(Number(size.toPrecision(3)));
}

function pText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${Number(p.toPrecision(2))}`;
}

/** What is not compared, counted: `2 added, 1 removed, 3 with other values`; empty where there is nothing. */
export function apartText({ added, removed, changed, regraded, ungraded }: ComparisonCounts): string {
  return [
    [added, "added"],
    [removed, "removed"],
    [changed, "with other values in the data"],
    [regraded, "graded otherwise"],
    [ungraded, "not graded on both sides"],
  ]
    .flatMap(([count, what]) => (count === 0 ? [] : [`${formatCount(Number(count))} ${what}`]))
    .join(", ");
}

/** `refund-7 (critical), returns-2`: those that became worse, or better. */
export function flippedText(
  flipped: readonly FlippedCase[],
  way: FlipWay,
  total: number,
  most: number,
): string {
  const those = flipped.filter((flip) => flipWay(flip) === way);
  const names = those
    .slice(0, most)
    .map(({ id, critical }) => `${displayPath(id)}${critical ? " (critical)" : ""}`);
  const left = total - names.length;
  return [...names, ...(left > 0 ? [`${formatCount(left)} more`] : [])].join(", ");
}

/** `the prompt answer@1.0.0 is now answer@1.1.0`, for each thing that was exchanged. */
export function acrossText({ across = {} }: Comparison): readonly string[] {
  return (["prompt", "provider"] as const).flatMap((what) => {
    const labels = across[what];
    return labels ? [`the ${what} was ${displayPath(labels[0])} and is ${displayPath(labels[1])}`] : [];
  });
}
