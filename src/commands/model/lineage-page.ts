import type { ModelLineage } from "../../app/models/read-lineage.js";
import { formatNumber } from "../../core/format-number.js";
import { formatMoment } from "../../core/format-time.js";
import { type Markup, markup } from "../../core/markup.js";
import { mlxVersion } from "../../core/version.js";
import { displayPath } from "../../core/visible-text.js";
import { gateReason, rollbackText } from "../../registry/events/event-text.js";
import { evidenceLine } from "../../registry/evidence/evidence-text.js";
import { lineageGraph } from "../../registry/lineage/build-graph.js";
import { lineageGaps } from "../../registry/lineage/lineage-gaps.js";
import type { LineageVersion } from "../../registry/lineage/lineage-source.js";
import type { LineageKind } from "../../registry/lineage/types.js";
import { type GraphCard, graphChart, graphStyle } from "../../ui/html/graph-chart.js";
import { htmlPage } from "../../ui/html/page.js";
import { htmlTable } from "../../ui/html/table.js";

/** Where each kind stands, its colour, and what it is called on the page. */
const looks: Readonly<Record<LineageKind, readonly [column: number, hue: number, name: string]>> = {
  data: [0, 211, "data"],
  prompt: [0, 268, "prompt"],
  base: [0, 28, "base model"],
  code: [0, 190, "code"],
  environment: [0, 160, "environment"],
  run: [1, 232, "run"],
  model: [2, 338, "model"],
  suite: [3, 140, "evaluation"],
  monitor: [3, 95, "drift"],
  reproduction: [3, 175, "reproduction"],
  alias: [4, 44, "alias"],
};

/** Rows of one table. */
const most = 500;

/** The page of `model lineage --html`: the graph, then what each version is known by. */
export function lineagePage({ name, versions }: ModelLineage, now: number): string {
  const [only, ...others] = versions;
  const title = only && others.length === 0 ? `${name}@${only.record.version}` : name;
  const { nodes, edges } = lineageGraph(versions);
  const cards = nodes.map(({ id, kind, label, details, state }): GraphCard => {
    const [column, hue, what] = looks[kind];
    const shown = { label: displayPath(label), details: details.map(displayPath) };
    return { ...{ id, column, hue, kind: what, ...shown, main: kind === "model" }, ...(state && { state }) };
  });
  const known = `Lineage of ${displayPath(title)}`;
  return htmlPage(
    known,
    markup`<h1>${known}</h1>
<p class="soft">From data and code over the run to the version, what was found out about it, and the aliases that point at it. Made by mlx ${mlxVersion}, ${formatMoment(now)}.</p>
<figure class="scroll">${graphChart(known, cards, edges)}</figure>
${versions.map(versionSection)}`,
    markup`${graphStyle}figure.scroll { padding: 18px; background: var(--bg); } main { max-width: 1440px; }
.tables { display: flex; flex-wrap: wrap; gap: 0 40px; align-items: flex-start; } .tables > div { min-width: 0; } .tables thead { display: none; } h3 { font-size: .95rem; margin: 18px 0 4px; }
`,
  );
}

function versionSection({ record, details, evidence, aliases }: LineageVersion): Markup {
  const { run, code, data = {}, prompts = {}, parameters = {}, metrics = {}, environment } = details;
  const origin = {
    ...(run && { run: `${run.name} (${run.id})`, experiment: run.experiment }),
    ...(run?.command && { command: run.command.join(" ") }),
    ...(code && { commit: `${code.commit}${code.dirty ? " with changes" : ""}` }),
    ...environment?.summary,
    record: record.digest,
  };
  const gaps = lineageGaps(details);
  const tables = [
    pairTable("Origin", origin),
    pairTable("Figures", mapped(metrics, formatNumber)),
    pairTable("Parameters", mapped(parameters, String)),
    pairTable("Data", data),
    pairTable("Prompts", prompts),
  ];
  return markup`<h2>${displayPath(record.name)}@${record.version} <span class="soft">registered ${formatMoment(Date.parse(record.time))} by ${displayPath(record.author.email)}</span></h2>
${record.message === "" ? undefined : markup`<p>${displayPath(record.message)}</p>`}
<div class="tables">${tables}</div>
${evidenceTable(evidence)}${aliases.map(aliasTable)}
${gaps.length === 0 ? undefined : markup`<p class="bad">Not known: ${gaps.map(({ what }) => what).join("; ")}.</p>`}`;
}

function mapped<T>(values: Readonly<Record<string, T>>, show: (value: T) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, show(value)]));
}

function pairTable(title: string, values: Readonly<Record<string, string>>): Markup | undefined {
  const entries = Object.entries(values);
  if (entries.length === 0) return undefined;
  const rows = entries.slice(0, most).map(([key, value]) => {
    return { heading: displayPath(key), cells: [digestCell(displayPath(value))] };
  });
  const more =
    entries.length > most ? markup`<p class="soft">and ${entries.length - most} more</p>` : undefined;
  return markup`<div><h3>${title}</h3>${htmlTable("", [""], rows)}${more}</div>\n`;
}

/** A digest in short, whole in what appears when one points at it. */
function digestCell(text: string): Markup | string {
  return /^[0-9a-f]{64}$/.test(text) ? markup`<code title="${text}">${text.slice(0, 12)}…</code>` : text;
}

function evidenceTable(evidence: LineageVersion["evidence"]): Markup | undefined {
  if (evidence.length === 0) return undefined;
  const rows = evidence.map(({ digest, evidence: found }) => ({
    heading: displayPath(evidenceLine(found)),
    cells: [formatMoment(Date.parse(found.time)), displayPath(found.author.email), digestCell(digest)],
  }));
  return markup`<h3>Evidence</h3>${htmlTable("", ["when", "who", "file"], rows)}\n`;
}

function aliasTable({ alias, event }: LineageVersion["aliases"][number]): Markup | undefined {
  if (event === undefined) return undefined;
  const rows = (event.gates ?? []).map((outcome) => ({
    heading: markup`<span class="${outcome.passed ? "good" : "bad"}">${outcome.passed ? "passed" : "failed"}</span>`,
    cells: [displayPath(outcome.gate), displayPath(gateReason(outcome))],
  }));
  const override =
    event.override === undefined
      ? undefined
      : markup`<p class="bad">Overridden: ${displayPath(event.override)}</p>`;
  const message = event.message === "" ? "" : `: ${displayPath(event.message)}`;
  const ungated = event.kind === "rollback" ? rollbackText : "without gates";
  return markup`<h3>${displayPath(alias)} <span class="soft">since ${formatMoment(Date.parse(event.time))} by ${displayPath(event.author.email)}${message}</span></h3>${rows.length === 0 ? markup`<p class="soft">${ungated}</p>` : htmlTable("", ["gate", "reason"], rows)}${override}\n`;
}
