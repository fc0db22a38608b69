import { scaleLinear } from "d3-scale";
import { type Markup, markup } from "../../../../core/markup.js";
import { shortened } from "../../../../core/shortened.js";
import type { GateResult } from "../../../gates.js";
import { longestLabel } from "../charts/interval-table.js";
import { leftOutNote, mostRows } from "./row-limit.js";
import { section } from "./section.js";
import { statusBadge } from "./status.js";

const longestReason = 1000;
const [width, height, inset] = [200, 24, 8];

/** One line for each gate: what it says, the figure, its limit drawn beside its interval, and the reason. */
export function gatesSection(gates: readonly GateResult[]): Markup {
  const rows = gates
    .slice(0, mostRows)
    .map(
      (gate) =>
        markup`<tr><td>${statusBadge(stateOf(gate))}</td><th scope="row">${shortened(gate.name, longestLabel)}</th><td class="plot">${plotOf(gate)}</td><td class="reason">${shortened(gate.reason, longestReason)}</td></tr>\n`,
    );
  return section(
    "gates",
    "Gates",
    markup`<div class="scroll"><table class="figures gates"><thead><tr><th scope="col">Verdict</th><th scope="col">Gate</th><th scope="col" class="plot"><span class="sr">figure, interval and limit</span></th><th scope="col">Reason</th></tr></thead><tbody>
${rows}</tbody></table></div>${leftOutNote(gates.length)}`,
  );
}

function stateOf({ passed, inconclusive }: GateResult): "passed" | "failed" | "inconclusive" {
  if (passed) return "passed";
  return inconclusive ? "inconclusive" : "failed";
}

/** The figure as a dot, its interval as a whisker, its limit as a line. */
function plotOf(gate: GateResult): Markup | undefined {
  const { value, threshold, interval, passed, inconclusive } = gate;
  if (value === null || threshold === null) return undefined;
  const ends = [value, threshold, ...(interval ?? [])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  // Room beyond the outermost mark, so that it is seen to lie within a scale.
  const room = 0.4 * (high - low) || 1;
  const x = scaleLinear([low - room, high + room], [inset, width - inset]);
  const at = (position: number) => x(position).toFixed(1);
  const middle = height / 2;
  const tone = passed ? "good" : inconclusive ? "warn" : "bad";
  const whisker =
    interval &&
    markup`<path class="whisker" d="M${at(interval[0])} ${middle}H${at(interval[1])}M${at(interval[0])} ${middle - 4}v8M${at(interval[1])} ${middle - 4}v8"/>`;
  const range = interval ? `, interval ${interval.map(short).join(" to ")}` : "";
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="figure ${short(value)}${range}, limit ${short(threshold)}"><path class="grid" d="M${inset} ${middle}H${width - inset}"/><path class="limit" d="M${at(threshold)} 2V${height - 2}"/>${whisker}<circle class="dot ${tone}" cx="${at(value)}" cy="${middle}" r="4.5"/></svg>`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
