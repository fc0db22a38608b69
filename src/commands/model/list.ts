import type { App } from "../../app/app.js";
import {
  type ModelSummary,
  type ModelVersion,
  modelSummaries,
  modelVersions,
} from "../../app/models/model-summaries.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { requireItem } from "../../app/registry/require-item.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { relativeTime } from "../../core/format-time.js";
import { shortened } from "../../core/shortened.js";
import { displayPath } from "../../core/visible-text.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { type FlexibleColumn, fitColumns, fittedText } from "../../ui/fit-columns.js";

export interface ListModelsOptions {
  /** Archived versions too. */
  readonly all: boolean;
}

const mostFigures = 2;
/** Of versions, without `--all`: they fit on a screen. */
const mostRows = 15;

/** `mlx model list`: every model, or the versions of one. */
export async function listModels(
  app: App,
  name: string | undefined,
  options: ListModelsOptions,
): Promise<ExitCode> {
  const tree = await registryTree(app);
  if (name === undefined) listAll(app, modelSummaries(tree), options);
  else {
    const item = requireItem(tree, "model", name);
    listVersions(app, item, options);
  }
  return ExitCode.ok;
}

function listAll(app: App, summaries: readonly ModelSummary[], { all }: ListModelsOptions): void {
  const shown = summaries.filter(({ latest }) => all || latest?.archived !== true);
  if (app.ui.mode.json) {
    app.ui.json({
      models: shown.map(({ name, versions, aliases, latest }) => ({
        ...{ name, versions, aliases: Object.fromEntries(aliases) },
        latest: latest ? documentOf(latest) : null,
      })),
    });
    return;
  }
  if (summaries.length === 0) {
    app.ui.note("no model is registered here yet: mlx model register NAME PATH");
    return;
  }
  const rows = shown.map(({ name, aliases, latest }) => {
    const pointers = [...aliases].map(([alias, version]) => `${alias} ${version ?? "damaged"}`);
    return [name, latest?.version ?? "–", pointers.join(", "), ...cells(app, latest)].map(displayPath);
  });
  if (rows.length > 0) tell(app, ["model", "latest", "aliases", ...headings], rows);
  const hidden = summaries.length - shown.length;
  if (hidden > 0)
    app.ui.note(
      `${countOf(hidden, "model")} left out, of archived versions alone: --all shows ${hidden === 1 ? "it" : "them"}`,
    );
}

function listVersions(app: App, item: RegistryItem, { all }: ListModelsOptions): void {
  const { json } = app.ui.mode;
  const limit = all || json ? {} : { limit: mostRows };
  const { shown, hidden, more } = modelVersions(item, { all, ...limit });
  if (json) {
    app.ui.json({ name: item.name, versions: shown.map(documentOf) });
    return;
  }
  const rows = shown.map((version) => {
    const state = version.archived ? ["archived"] : [];
    const cellsOf = [version.version, [...version.aliases, ...state].join(", "), ...cells(app, version)];
    return [...cellsOf, version.record?.message.split("\n")[0] ?? ""].map(displayPath);
  });
  if (rows.length > 0) tell(app, ["version", "aliases", ...headings, "message"], rows);
  const left = [
    ...(more > 0 ? [countOf(more, "older version")] : []),
    ...(hidden > 0 ? [countOf(hidden, "archived version")] : []),
  ];
  if (left.length > 0) app.ui.note(`${left.join(" and ")} left out: --all shows them`);
}

/** Characters; a run may have names of a thousand. */
const longestFigureName = 40;

const headings = ["format", "size", "figures", "when", "who"];

/** How columns give way where the terminal is narrow. */
const layouts: Readonly<Record<string, Partial<FlexibleColumn>>> = {
  model: { narrowest: 16 },
  format: { worth: 2 },
  size: { worth: 1, right: true },
  figures: { worth: 5, narrowest: 14 },
  when: { worth: 4 },
  who: { worth: 2, narrowest: 8 },
  message: { worth: 3, narrowest: 14 },
};

/** What the name or the version takes of a narrow terminal: aliases are cut to no less than the rest of it. */
const besideAliases = 28;

function tell(app: App, titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = titles.map((heading, at): FlexibleColumn => {
    const whole = heading === "aliases" && { narrowest: Math.max(14, app.ui.columns() - besideAliases) };
    return { heading, cells: rows.map((row) => row[at] ?? ""), ...layouts[heading], ...whole };
  });
  const table = fitColumns(columns, app.ui.columns());
  app.ui.answer(fittedText(table, app.ui.theme));
  if (table.dropped.length > 0) app.ui.note(`no room for ${table.dropped.join(", ")}; --json has it all`);
}

function cells(app: App, version: ModelVersion | undefined): string[] {
  const { record, details } = version ?? {};
  if (record === undefined || details === undefined) return ["damaged", "", "", "", ""];
  const metrics = Object.entries(details.metrics ?? {});
  const figures = metrics
    .slice(0, mostFigures)
    .map(([key, value]) => `${shortened(key, longestFigureName)} ${formatNumber(value)}`);
  const more = metrics.length > mostFigures ? [`+${metrics.length - mostFigures}`] : [];
  return [
    details.format,
    formatBytes(details.bytes),
    [...figures, ...more].join(", "),
    relativeTime(Date.parse(record.time), app.now()),
    record.author.name,
  ];
}

function documentOf({ version, record, details, aliases, archived }: ModelVersion): Record<string, unknown> {
  return {
    version,
    damaged: record === undefined,
    aliases,
    archived,
    record: record?.digest ?? null,
    format: details?.format ?? null,
    files: details?.files ?? null,
    bytes: details?.bytes ?? null,
    metrics: details?.metrics ?? {},
    tags: details?.tags ?? {},
    run: details?.run?.id ?? null,
    commit: details?.code?.commit ?? null,
    scan: details?.scan.verdict ?? null,
    missing: details?.missing ?? [],
    time: record?.time ?? null,
    author: record?.author ?? null,
    message: record?.message ?? null,
  };
}
