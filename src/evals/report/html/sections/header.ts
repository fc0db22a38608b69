import { formatCount } from "../../../../core/format-bytes.js";
import { formatMoment } from "../../../../core/format-time.js";
import { type Markup, markup } from "../../../../core/markup.js";
import { costText, intervalText, rateText, timeText } from "../../figures.js";
import type { ReportedEvaluation } from "../../report.js";
import { passRateOf } from "../estimated.js";
import { statusBadge } from "./status.js";

/** What is known of when and of what an evaluation was run. */
export interface RunFacts {
  /** Epoch milliseconds. */
  readonly started: number;
  /** From the repository's top. */
  readonly file: string;
  readonly commit?: string;
  readonly dirty: boolean;
  /** Cases that were to be run. */
  readonly planned?: number;
}

/** The verdict and the figures that everybody asks for first. */
export function reportHeader(evaluation: ReportedEvaluation, facts: RunFacts | undefined): Markup {
  const { suite, verdict, summary, id } = evaluation;
  const { total, passed, failed, errored, tokens, latencyMs } = summary;
  const rate = passRateOf(summary);
  const shown = rate && { passRate: rate.value, interval: rate.interval ?? null };
  const sure = shown?.interval ? `95% ${intervalText(shown)}` : "too few to say how sure";
  const left = (facts?.planned ?? total) - total;
  return markup`<header class="top"><div class="title"><p class="kicker">Evaluation</p><h1>${suite}</h1>${statusBadge(verdict, true)}</div>
<dl class="tiles">
${tile("Pass rate", shown ? rateText(shown) : "–", shown ? sure : "nothing was graded")}
${tile("Cases", formatCount(total), countsText({ passed, failed, errored, left }))}
${tile("Cost", costText(summary), summary.cached > 0 ? `${formatCount(summary.cached)} answers from the cache` : undefined)}
${tile("Tokens", formatCount(tokens.input + tokens.output), `${formatCount(tokens.input)} in, ${formatCount(tokens.output)} out`)}
${latencyMs.p50 === null ? undefined : tile("Latency", timeText(latencyMs.p50), `median; p95 ${timeText(latencyMs.p95)}`)}
</dl>
<p class="facts">${factsOf(id, facts)}</p></header>
`;
}

/** A figure with its name above and a remark below. */
export function tile(name: string, figure: string | Markup, note: string | undefined): Markup {
  return markup`<div><dt>${name}</dt><dd class="figure">${figure}</dd>${note === undefined ? undefined : markup`<dd class="soft">${note}</dd>`}</div>`;
}

function countsText(counts: Readonly<Record<"passed" | "failed" | "errored" | "left", number>>): string {
  const { passed, failed, errored, left } = counts;
  return [
    `${formatCount(passed)} passed`,
    `${formatCount(failed)} failed`,
    ...(errored > 0 ? [`${formatCount(errored)} errored`] : []),
    ...(left > 0 ? [`${formatCount(left)} not run`] : []),
  ].join(", ");
}

function factsOf(id: string, facts: RunFacts | undefined): readonly Markup[] {
  const parts = [
    ...(facts && facts.file !== "" ? [markup`<code>${facts.file}</code>`] : []),
    ...(facts ? [markup`<time>${formatMoment(facts.started)}</time>`] : []),
    ...(facts?.commit === undefined
      ? []
      : [markup`commit <code>${facts.commit.slice(0, 10)}</code>${facts.dirty ? " with changes" : ""}`]),
    markup`evaluation <code>${id}</code>`,
  ];
  return parts.map((part) => markup`<span>${part}</span>`);
}
