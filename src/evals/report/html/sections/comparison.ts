import { countOf, formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import type { ComparisonCounts } from "../../../outcomes/against-baseline.js";
import {
  acrossText,
  apartText,
  comparisonSentence,
  detectableText,
} from "../../../outcomes/comparison-text.js";
import { flipWay } from "../../../outcomes/flip-way.js";
import type { Comparison, FlippedCase, MetricComparison } from "../../../outcomes/types.js";
import { type IntervalRow, intervalTable } from "../charts/interval-table.js";
import { figureText } from "../charts/scale-text.js";
import { metricName } from "./metric-name.js";
import { leftOutNote, mostRows } from "./row-limit.js";
import { section } from "./section.js";
import { signOf, statusBadge, toneOf } from "./status.js";

const mostFlipped = 30;

/** What changed against another evaluation: metrics, slices, flipped cases, and what could not be compared. */
export function comparisonSection(comparison: Comparison, counts: ComparisonCounts, against: string): Markup {
  const [passRate] = comparison.metrics;
  const state = comparison.verdict ?? "incomparable";
  const apart = apartText(counts);
  const lead = markup`<p class="lead ${toneOf(state)}"><span aria-hidden="true">${signOf(state)}</span> ${comparisonSentence(comparison)}</p>${acrossText(comparison).map((text) => markup`<p class="soft">${text}</p>`)}`;
  return section(
    "comparison",
    "Comparison",
    [
      lead,
      passRate && metricTables(comparison.metrics),
      comparison.slices.length === 0
        ? undefined
        : markup`${sliceTable(comparison.slices)}${leftOutNote(comparison.slices.length)}`,
      counts.flipped === 0 ? undefined : flippedList(comparison.flipped, counts.flipped),
      apart === "" ? undefined : notCompared(comparison, apart),
    ],
    against,
  );
}

/** Rates in points, scores in their own unit: each over an axis of its own. */
function metricTables(metrics: readonly MetricComparison[]): Markup {
  const [rates, scores] = [metrics.filter(isRate), metrics.filter((metric) => !isRate(metric))];
  return markup`${metricTable(rates)}${metricTable(scores)}${leftOutNote(metrics.length)}${detectable(metrics)}`;
}

function metricTable(metrics: readonly MetricComparison[]): Markup | undefined {
  const [first] = metrics;
  if (first === undefined) return undefined;
  return intervalTable({
    ...{ heading: "Metric", figure: isRate(first) ? "change, points" : "change" },
    kind: isRate(first) ? "points" : "change",
    headings: ["before → after", "better", "worse", "p (Holm)", "verdict"],
    rows: metrics.slice(0, mostRows).map((metric) => ({
      ...rowOf(metric, metricName(metric.metric)),
      cells: [...cellsOf(metric), pText(metric), statusBadge(metric.verdict)],
    })),
    reference: { value: 0, label: "the dashed line is no change" },
  });
}

function sliceTable(slices: Comparison["slices"]): Markup {
  return intervalTable({
    ...{ heading: "Slice", figure: "change, points", kind: "points" },
    headings: ["before → after", "better", "worse", "cases", "verdict"],
    rows: slices.slice(0, mostRows).map((slice) => ({
      ...rowOf(slice, `${slice.name}: ${slice.value}`),
      cells: [...cellsOf(slice), formatCount(slice.n), statusBadge(slice.verdict)],
    })),
    reference: { value: 0, label: "the dashed line is no change" },
  });
}

function rowOf({ difference, interval, verdict }: MetricComparison, label: string): IntervalRow {
  const tone = toneOf(verdict);
  return {
    ...{ label, value: difference, interval: interval ?? undefined },
    ...(tone && tone !== "warn" && { tone }),
  };
}

function cellsOf({ metric, before, after, discordant }: MetricComparison): readonly string[] {
  const kind = metric === "passRate" ? "rate" : "number";
  return [
    `${figureText(kind, before)} → ${figureText(kind, after)}`,
    formatCount(discordant.improved),
    formatCount(discordant.regressed),
  ];
}

function isRate({ metric }: MetricComparison): boolean {
  return metric === "passRate";
}

function pText({ adjustedP }: MetricComparison): string {
  return adjustedP < 0.001 ? "< 0.001" : String(Number(adjustedP.toPrecision(2)));
}

/** Of each metric after the first one, where nothing is claimed of it, how large a change would have shown. */
function detectable(metrics: readonly MetricComparison[]): readonly Markup[] {
  return metrics.slice(1, mostRows).flatMap((metric) => {
    const { verdict } = metric;
    if (verdict === "improved" || verdict === "regressed") return [];
    const text = detectableText(metric);
    const sentence = text.startsWith("an effect") ? `${text} would have shown` : text;
    return [markup`<p class="soft">${metricName(metric.metric)}: ${sentence}</p>`];
  });
}

/** The names are buttons once the script runs: each opens its case. */
function flippedList(flipped: readonly FlippedCase[], total: number): Markup {
  const items = flipped
    .slice(0, mostFlipped)
    .map(
      (flip) =>
        markup`<li>${statusBadge(flipWay(flip))} <span class="case" data-test="${flip.id}" data-prompt="${flip.prompt}" data-provider="${flip.provider}">${flip.id}</span>${flip.critical ? markup` <span class="tag">critical</span>` : undefined} <span class="soft">${flip.prompt} · ${flip.provider}</span></li>`,
    );
  const left = total - items.length;
  return markup`<details open><summary>${countOf(total, "case")} flipped</summary><ul class="flips">${items}${left > 0 ? markup`<li class="soft">and ${formatCount(left)} more: filter the cases by “flipped”</li>` : undefined}</ul></details>`;
}

function notCompared({ added, removed, changed, regraded, ungraded }: Comparison, text: string): Markup {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ["added", added],
    ["removed", removed],
    ["other values in the data", changed],
    ["graded otherwise", regraded],
    ["not graded on both sides", ungraded],
  ];
  const items = lists.flatMap(([what, ids]) =>
    ids.length === 0
      ? []
      : [markup`<li>${what}: ${ids.slice(0, 50).join(", ")}${ids.length > 50 ? " …" : ""}</li>`],
  );
  return markup`<details><summary>Not compared: ${text}</summary><ul>${items}</ul></details>`;
}
