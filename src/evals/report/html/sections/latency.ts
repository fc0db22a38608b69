import { type Markup, markup } from "../../../../core/markup.js";
import type { EvalSummary } from "../../../summary.js";
import { latencyHistogram } from "../charts/histogram.js";
import { intervalTable } from "../charts/interval-table.js";
import { timesOf } from "../estimated.js";
import { metricName } from "./metric-name.js";
import { section } from "./section.js";

/** How long answers took. @param sorted latencies of all cases, in milliseconds. */
export function latencySection(summary: EvalSummary, sorted: Float64Array): Markup | undefined {
  const times = timesOf(summary);
  if (sorted.length === 0 || times.length === 0) return undefined;
  const table = intervalTable({
    ...{ heading: "Time", figure: "value", kind: "ms" },
    rows: times.map(({ name, value, interval }) => ({ label: metricName(name), value, interval })),
  });
  const marks = [
    { label: "median", value: summary.latencyMs.p50 },
    { label: "p95", value: summary.latencyMs.p95 },
  ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  const chart = markup`<figure class="chart"><figcaption>Cases by latency</figcaption>${latencyHistogram(sorted, marks)}</figure>`;
  return section("latency", "Latency", [table, chart], "Of cached answers the time of the call then.");
}
