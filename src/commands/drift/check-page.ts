import { countOf, formatCount } from "../../core/format-bytes.js";
import { formatMoment } from "../../core/format-time.js";
import { type Markup, markup } from "../../core/markup.js";
import { type CheckedData, type CheckedPart, multivariateText, profiledText } from "../../drift/checked.js";
import type { ColumnDrift } from "../../drift/verdict.js";
import { distributionStyle } from "../../ui/html/distribution-chart.js";
import { htmlPage } from "../../ui/html/page.js";
import { htmlTable } from "../../ui/html/table.js";
import { chanceCell, effectCell } from "./check-text.js";
import { badge } from "./page-badge.js";
import { columnCards } from "./page-columns.js";
import { partsTimeline } from "./page-timeline.js";
import { alarmText, comparedText, estimateTexts } from "./performance-lines.js";

/** Rows of a table: more would make the page heavy, and nobody reads them. */
const mostRows = 400;

/**
 * A check as a page of one file: distributions side by side, drawn from profiles alone. It holds nothing of the data but what the profiles
 * hold, and at most 100 columns are drawn, so that it stays under a megabyte.
 */
export function checkPage(checked: CheckedData): string {
  const { monitor, report } = checked;
  const body = markup`${head(checked)}
${performance(checked)}
${together(checked)}
${windows(checked)}
${columnCards(checked)}
${allColumns(report.columns)}
${technical(checked)}`;
  return htmlPage(`Drift of ${monitor}: ${report.verdict}`, body, markup`${distributionStyle}${pageStyle}`);
}

function head(checked: CheckedData): Markup {
  const { monitor, report, data, profileOf, baseline, started } = checked;
  const alerts = (report.alerts ?? []).map(
    (alert) => markup`<li>${badge(alert.verdict)} <b>${alert.name}</b>: ${alert.reason}</li>`,
  );
  const notes = (report.notes ?? []).map((note) => markup`<li class="soft">${note}</li>`);
  return markup`<header class="${report.verdict}"><p class="soft">Drift check · ${formatMoment(started)}</p>
<h1>${monitor} ${badge(report.verdict)}</h1>
<p class="lead">${report.reason}</p>
<p class="soft">${countOf(report.rows.current, "row")} of <code>${data.path}</code>${profileOf && `, a profile of ${profiledText(profileOf)},`} against ${formatCount(report.rows.baseline)} of <code>${baseline.path}</code>, the baseline of ${baseline.created.slice(0, 10)}</p>
${tiles(report.columns)}${alerts.length + notes.length > 0 ? markup`<ul>${alerts}${notes}</ul>` : undefined}</header>`;
}

function tiles(columns: readonly ColumnDrift[]): Markup {
  const counts = (["drift", "warning", "inconclusive", "ok"] as const).map((verdict) => {
    const count = columns.filter((column) => column.verdict === verdict).length;
    return markup`<div class="tile ${count === 0 ? "none" : verdict}"><b>${formatCount(count)}</b>${verdict}</div>`;
  });
  return markup`<div class="tiles">${counts}</div>`;
}

function performance({ performance: measured }: CheckedData): Markup | undefined {
  if (measured === undefined) return undefined;
  const { verdict, reason, figures, stream, estimate } = measured;
  const alarms = (stream?.alarms ?? []).filter(({ count }) => count > 0);
  return markup`<h2>Predictions ${badge(verdict)}</h2><p>${reason}</p><ul>${figures.map((figure) => markup`<li>${comparedText(figure)}</li>`)}${alarms.map((alarm) => markup`<li>${alarmText(alarm)}</li>`)}${(estimate ? estimateTexts(estimate) : []).map((text) => markup`<li class="soft">${text}</li>`)}</ul>`;
}

function together({ multivariate = [] }: CheckedData): Markup | undefined {
  if (multivariate.length === 0) return undefined;
  return markup`<h2>All columns together</h2><ul>${multivariate.map((test) => markup`<li>${badge(test.drifted ? "warning" : "ok")} ${multivariateText(test)}</li>`)}</ul>`;
}

function windows({ windows: found, segments = [] }: CheckedData): Markup[] {
  return [
    ...(found
      ? [
          markup`<h2>Windows of ${found.length} by ${found.column}</h2>${partsTimeline(found.parts)}${partTable("from", found.parts)}`,
        ]
      : []),
    ...segments.map(
      ({ column, parts, against }) =>
        markup`<h2>Segments by ${column}</h2><p class="soft">Each against ${against === "segment" ? "the same segment of the baseline's data" : "the whole baseline"}.</p>${partTable(column, parts)}`,
    ),
  ];
}

function partTable(heading: string, parts: readonly CheckedPart[]): Markup {
  const rows = parts.slice(-mostRows).map(({ label, rows: count, verdict, reason, columns }) => ({
    heading: label,
    cells: [
      formatCount(count),
      badge(verdict),
      verdict === "drift" || verdict === "warning"
        ? columns
            .filter((column) => column.verdict === "drift" || column.verdict === "warning")
            .map(({ name }) => name)
            .join(", ")
        : reason,
    ],
  }));
  return markup`<details${parts.length <= 24 ? markup` open` : undefined}><summary>${countOf(parts.length, "part")}</summary>${htmlTable(heading, ["rows", "verdict", "most drifted"], rows)}</details>`;
}

function allColumns(columns: readonly ColumnDrift[]): Markup {
  const rows = columns.slice(0, mostRows).map((column) => ({
    heading: column.name,
    cells: [column.kind, column.role, effectCell(column), chanceCell(column), badge(column.verdict)],
  }));
  const more =
    columns.length > rows.length
      ? markup`<p class="soft">and ${formatCount(columns.length - rows.length)} more, less drifted; mlx drift report --json lists all of them</p>`
      : undefined;
  return markup`<h2>All columns</h2>${htmlTable("column", ["kind", "role", "effect", "chance", "verdict"], rows)}${more}`;
}

function technical({ id, data, profileOf, baseline, git }: CheckedData): Markup {
  const commit =
    git.commit === undefined
      ? ""
      : ` at commit ${git.commit.slice(0, 12)}${git.dirty ? ", with changes" : ""}`;
  return markup`<details><summary>How this was made</summary><p class="soft">Check <code>${id}</code>${commit}. ${profileOf ? "Profile" : "Data"} <code>sha256:${data.sha256.slice(0, 16)}…</code>, baseline <code>sha256:${baseline.digest.slice(0, 16)}…</code> of data <code>sha256:${baseline.sha256.slice(0, 16)}…</code>. Drawn from profiles: counts between knots, not rows.</p></details>`;
}

const pageStyle = markup`
:root { --drift: #b3261e; --warning: #8a5a00; --ok: #0a7c42; --inconclusive: #5d6670; }
@media (prefers-color-scheme: dark) { :root { --drift: #ff8a80; --warning: #f0b429; --ok: #5fd08d; --inconclusive: #9aa4ae; } }
header { border-left: 4px solid var(--line); padding-left: 18px; }
header.drift { border-color: var(--drift); } header.warning { border-color: var(--warning); }
header.ok { border-color: var(--ok); } header.inconclusive { border-color: var(--inconclusive); }
.lead { font-size: 1.1rem; }
.badge { display: inline-block; font-size: .78rem; font-weight: 600; padding: 0 9px; border-radius: 10px; border: 1px solid currentColor; vertical-align: middle; line-height: 1.5; white-space: nowrap; }
.badge.drift { color: var(--drift); } .badge.warning { color: var(--warning); }
.badge.ok { color: var(--ok); } .badge.inconclusive { color: var(--inconclusive); }
.tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 14px 0; }
.tile { border: 1px solid var(--line); border-radius: 6px; padding: 6px 16px 8px; min-width: 104px; color: var(--soft); font-size: .88rem; }
.tile b { display: block; font-size: 1.5rem; line-height: 1.3; color: var(--fg); }
.tile.drift b { color: var(--drift); } .tile.warning b { color: var(--warning); } .tile.ok b { color: var(--ok); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 350px), 1fr)); gap: 16px; }
.cards figcaption { display: flex; justify-content: space-between; gap: 8px; align-items: baseline; }
.cards .why { font-size: .9rem; margin: 2px 0 8px; min-height: 1.4em; }
.cards table { font-size: .82rem; width: 100%; } .cards td, .cards th { padding: 1px 8px 1px 0; min-width: 0; }
.cards .topics td + td { text-align: right; white-space: nowrap; padding-right: 0; }
.cards details { margin: 6px 0 2px; font-size: .88rem; }
.timeline rect.drift { fill: var(--drift); } .timeline rect.warning { fill: var(--warning); }
.timeline rect.ok { fill: var(--ok); } .timeline rect.inconclusive { fill: var(--line); }
.timeline rect { opacity: .8; }
.timeline line { stroke: var(--fg); stroke-dasharray: 3 3; }
`;
