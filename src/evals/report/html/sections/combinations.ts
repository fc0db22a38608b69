import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import { shortened } from "../../../../core/shortened.js";
import type { CombinationSummary, EvalSummary } from "../../../summary.js";
import { costText, scoreText, timeText } from "../../figures.js";
import { intervalTable, longestLabel } from "../charts/interval-table.js";
import { figureText } from "../charts/scale-text.js";
import { type ScatterPoint, scatterChart } from "../charts/scatter-chart.js";
import { passRateOf } from "../estimated.js";
import { mostRows } from "./row-limit.js";
import { section } from "./section.js";

/** Prompts and providers against each other: quality, time and cost, and cost against quality as a chart. */
export function combinationsSection({ combinations }: EvalSummary): Markup | undefined {
  if (combinations.length < 2) return undefined;
  const shown = combinations.slice(0, mostRows);
  const rows = shown.flatMap((group, place) => {
    const rate = passRateOf(group);
    if (rate === undefined) return [];
    const label = markup`<span class="place">${place + 1}</span> ${nameOf(group)}`;
    const { passed, total, errored, score, latencyMs, tokens } = group;
    return [
      {
        ...{ label, value: rate.value, interval: rate.interval },
        cells: [
          `${formatCount(passed)} of ${formatCount(total)}`,
          formatCount(errored),
          scoreText(score),
          timeText(latencyMs.p50),
          formatCount(tokens.input + tokens.output),
          costText(group),
        ],
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const table = intervalTable({
    ...{ heading: "Prompt × provider", figure: "pass rate", kind: "rate", rows },
    headings: ["passed", "errors", "score", "median", "tokens", "cost"],
  });
  const ungraded = combinations.length - rows.length;
  const note =
    ungraded > 0
      ? markup`<p class="soft">${formatCount(ungraded)} more are not shown: too many, or nothing of them was graded</p>`
      : undefined;
  return section("combinations", "Prompts and providers", [table, note, scatter(shown)]);
}

/** Drawn where there are at least two whose costs are known and differ from nothing. */
function scatter(combinations: readonly CombinationSummary[]): Markup | undefined {
  const known = combinations.flatMap((group, place) => {
    const rate = passRateOf(group);
    if (rate === undefined || group.costUsd === null || group.total === 0) return [];
    const cost = group.costUsd / group.total;
    return [
      { mark: String(place + 1), label: nameOf(group), x: cost, y: rate.value, interval: rate.interval },
    ];
  });
  if (known.length < 2 || known.every(({ x }) => x === 0)) return undefined;
  const points = known.map(
    (point): ScatterPoint => ({ ...point, best: !known.some((other) => beats(other, point)) }),
  );
  const chart = scatterChart(
    "cost per case against pass rate",
    points,
    { label: "cost per case", kind: "usd" },
    { label: "pass rate, with 95% intervals", kind: "rate" },
  );
  const best = points
    .filter((point) => point.best)
    .map(({ mark, x }) => `${mark} (${figureText("usd", x)} a case)`);
  return markup`<figure class="chart"><figcaption>Cost against quality</figcaption>${chart}<p class="soft">Filled: no other is both cheaper and better, ${best.join(", ")}. Numbers as in the table.</p></figure>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function beats(a: Point, b: Point): boolean {
  return a.x <= b.x && a.y >= b.y && (a.x < b.x || a.y > b.y);
}

function nameOf({ prompt, provider }: CombinationSummary): string {
  return shortened(`${prompt} × ${provider}`, longestLabel);
}
