import { countOf } from "../../core/format-bytes.js";
import { type Markup, markup } from "../../core/markup.js";
import type { CheckedData, DrawnColumn } from "../../drift/checked.js";
import { testTitle } from "../../drift/describe-shift.js";
import { chanceText, effectText } from "../../drift/figures.js";
import { sideBySide } from "../../drift/side-by-side.js";
import type { TopicDrift } from "../../drift/topic-mix.js";
import type { ColumnDrift, DriftTest } from "../../drift/verdict.js";
import { distributionChart } from "../../ui/html/distribution-chart.js";
import { badge } from "./page-badge.js";
import { sharesText, termsText } from "./topic-lines.js";

/** Places of a distribution of numbers, and most categories. */
const numberPlaces = 32;
const categoryPlaces = 7;
const mostTests = 16;

/** The most drifted columns, each with both of its distributions. */
export function columnCards({ report, drawn }: CheckedData): Markup {
  const profiles = new Map(drawn.map((each) => [each.name, each]));
  const shown = report.columns.filter(
    ({ name, verdict }) => profiles.has(name) || verdict === "drift" || verdict === "warning",
  );
  const cards = shown
    .slice(0, Math.max(drawn.length, 100))
    .map((column) => card(column, profiles.get(column.name)));
  const some =
    shown.length < report.columns.length ? `the most drifted ${countOf(cards.length, "column")}` : "";
  return markup`<h2>Distributions <span class="soft">${some}</span></h2>
<p class="soft"><span class="key before"></span>baseline <span class="key now"></span>now</p>
<div class="cards">${cards}</div>`;
}

function card(column: ColumnDrift, profiles: DrawnColumn | undefined): Markup {
  return markup`<figure id="${column.name}"><figcaption><span>${column.name} <span class="soft">${column.kind}${column.role === "feature" || column.role === column.kind ? "" : `, ${column.role}`}</span></span>${badge(column.verdict)}</figcaption>
<p class="why">${column.reason}</p>${profiles ? chart(profiles) : undefined}${column.topics ? topicTable(column.topics) : undefined}${column.tests.length > 0 ? testTable(column.tests) : undefined}</figure>\n`;
}

function chart({ name, kind, baseline, current }: DrawnColumn): Markup | undefined {
  const isNumber = kind !== "categorical" && kind !== "boolean";
  const shown = sideBySide(baseline, current, isNumber ? numberPlaces : categoryPlaces);
  if (shown === undefined) return undefined;
  const text = kind === "timestamp" ? (edge: number) => dayText(edge) : edgeText;
  const title = `${name}: the baseline's distribution and the present one`;
  const what = kind === "text" ? "words a text" : kind === "embedding" ? "length of the vectors" : "";
  return markup`${distributionChart(shown, title, text)}${what === "" ? undefined : markup`<p class="soft">${what}</p>`}`;
}

function edgeText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) return value.toExponential(1).replace("+", "");
  return String(Number(value.toPrecision(4)));
}

/** @param milliseconds since 1970, UTC; those beyond what a calendar holds are given as they are. */
function dayText(milliseconds: number): string {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? edgeText(milliseconds) : time.toISOString().slice(0, 10);
}

/** What texts are about: the words of each topic beside its shares; the one that moved most stands out. */
function topicTable({ topics, totalVariation }: TopicDrift): Markup {
  const most = Math.max(...topics.map(({ before, after }) => Math.abs(after - before)));
  const rows = topics.map((topic) => {
    const isMost = most > 0 && Math.abs(topic.after - topic.before) === most;
    return markup`<tr${isMost ? markup` class="best"` : undefined}><td>${termsText(topic)}</td><td>${sharesText(topic)}</td></tr>`;
  });
  return markup`<p class="soft">topics, by the words that speak most for each; total variation ${effectText(totalVariation)}</p><table class="topics"><tbody>${rows}</tbody></table>`;
}

function testTable(tests: readonly DriftTest[]): Markup {
  const rows = tests.slice(0, mostTests).map((test) => {
    const chance =
      test.qValue !== undefined
        ? `q ${chanceText(test.qValue)}`
        : test.pValue !== undefined
          ? `p ${chanceText(test.pValue)}`
          : "";
    return markup`<tr${test.deciding ? markup` class="best"` : undefined}><td>${testTitle(test.name)}</td><td>${effectText(test.statistic)}</td><td>${chance}</td></tr>`;
  });
  return markup`<details><summary>all tests</summary><table><tbody>${rows}</tbody></table></details>`;
}
