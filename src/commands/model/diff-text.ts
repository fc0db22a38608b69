import { countOf, formatBytes } from "../../core/format-bytes.js";
import { formatDifference, formatNumber, formatPercent, formatShare } from "../../core/format-number.js";
import { formatMinute } from "../../core/format-time.js";
import { isUlid } from "../../core/ulid.js";
import { displayPath } from "../../core/visible-text.js";
import type { FoundEvaluation } from "../../registry/evidence/evaluations.js";
import {
  type FileChange,
  isSameVersion,
  type VersionComparison,
} from "../../registry/models/compare-versions.js";
import { shortId } from "../../runs/short-id.js";
import { shorten } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { type ColumnLine, wrappedColumns } from "../../ui/wrapped-columns.js";
import type { Compared } from "./diff-document.js";

type Row = readonly string[];

/** Columns that a value may take; `--json` has the whole of a longer one. */
const widest = 120;
const widestKey = 44;
const nothing = "–";

/** One table, section by section: what it is, each version's value, the difference. It fits the terminal, and is cut nowhere for that. */
export function diffText(ui: Ui, compared: Compared, { all }: { readonly all: boolean }): string {
  const { versions, comparison } = compared;
  const { facts, parameters, data, prompts, origin, environment, card } = comparison;
  const labels = versions.map(({ record }) => `${displayPath(record.name)}@${record.version}`);
  const sections: ColumnLine[][] = [
    [
      ["", ...labels.map(ui.theme.bold), ui.theme.bold("difference")],
      ["registered", ...versions.map(({ record }) => formatMinute(Date.parse(record.time))), ""],
      ["by", ...versions.map(({ record }) => cell(record.author.email)), ""],
    ],
    section(ui, "metrics", comparison.metrics, all, (row) => metricRow(ui, row)),
    section(ui, "evaluations", comparison.evaluations.map(withDiffers), all, evaluationRow),
    section(ui, "files", comparison.files.map(withChange), all, (row) => fileRow(ui, row)),
    section(ui, "model", facts, all, plainRow),
    section(ui, "parameters", parameters, all, plainRow),
    section(ui, "data", data, all, plainRow),
    section(ui, "prompts", prompts, all, plainRow),
    section(ui, "run and code", origin, all, (row) => originRow(row, compared)),
    section(ui, "environment", environment, all, plainRow),
    section(ui, "card", card, all, plainRow),
  ];
  const table = wrappedColumns(sections.flat(), ui.columns());
  return isSameVersion(comparison) ? `${table}\n\nthe same files with the same lineage` : table;
}

/** A heading with how much differs, then the rows. */
function section<T extends { readonly differs: boolean }>(
  ui: Ui,
  title: string,
  rows: readonly T[],
  all: boolean,
  show: (row: T) => Row,
): ColumnLine[] {
  if (rows.length === 0) return [];
  const differing = rows.filter(({ differs }) => differs);
  const shown = all ? rows : differing;
  const count =
    differing.length === 0
      ? rows.length === 1
        ? "the same"
        : `all ${rows.length} the same`
      : `${differing.length} of ${rows.length} differ`;
  const lines = shown.map((row) => {
    const [key = "", ...cells] = show(row);
    const line = [`  ${key}`, ...cells];
    return row.differs ? line : line.map(ui.theme.dim);
  });
  return [`${ui.theme.bold(title)}  ${ui.theme.dim(count)}`, ...lines];
}

function plainRow({ key, values }: VersionComparison["facts"][number]): Row {
  return [
    keyCell(key),
    ...values.map((value) => (value === undefined ? nothing : cell(shortDigests(value)))),
    "",
  ];
}

function originRow({ key, values, differs }: VersionComparison["origin"][number], compared: Compared): Row {
  const shown =
    key === "run" ? values.map((id) => (id !== undefined && isUlid(id) ? shortId(id) : id)) : values;
  return [...plainRow({ key, values: shown, differs }).slice(0, 3), codeText({ key, differs }, compared)];
}

function metricRow(
  ui: Ui,
  { key, direction, values, deltas: [, delta] }: VersionComparison["metrics"][number],
): Row {
  const arrow = direction === undefined ? "" : direction === "max" ? " ↑" : " ↓";
  const numbers = values.map((value) => (value === undefined ? nothing : formatNumber(value.value)));
  if (delta === undefined || delta.absolute === 0) return [`${keyCell(key)}${arrow}`, ...numbers, ""];
  const share = delta.relative === undefined ? "" : ` (${formatPercent(delta.relative)})`;
  const text = `${formatDifference(delta.absolute)}${share}`;
  const verdict = delta.better === undefined ? text : `${text} ${delta.better ? "better" : "worse"}`;
  const style =
    delta.better === undefined ? (plain: string) => plain : delta.better ? ui.theme.green : ui.theme.red;
  return [`${keyCell(key)}${arrow}`, ...numbers, style(verdict)];
}

function withChange(file: FileChange) {
  return { ...file, differs: file.change !== "same" };
}

function fileRow(ui: Ui, { path, change, before, after }: FileChange): Row {
  const text = (file: FileChange["before"]) =>
    file === undefined ? nothing : `${formatBytes(file.size)} ${file.sha256.slice(0, 12)}`;
  const grown = (after?.size ?? 0) - (before?.size ?? 0);
  const by = grown === 0 ? "" : `, ${grown > 0 ? "+" : "-"}${formatBytes(Math.abs(grown))}`;
  const format =
    before && after && before.format !== after.format ? `, ${before.format} → ${after.format}` : "";
  const said = {
    added: ui.theme.green("added"),
    removed: ui.theme.red("removed"),
    changed: `changed${by}${format}`,
    same: "",
  }[change];
  return [keyCell(path), text(before), text(after), said];
}

function withDiffers(row: VersionComparison["evaluations"][number]) {
  const [was, is] = row.found.map((found) => found && evaluationText(found));
  return { ...row, differs: was !== is };
}

function evaluationRow({ suite, found }: VersionComparison["evaluations"][number]): Row {
  return [keyCell(suite), ...found.map((one) => (one === undefined ? nothing : evaluationText(one))), ""];
}

function evaluationText({ evidence: { verdict, summary } }: FoundEvaluation): string {
  const rate = summary.passRate === null ? "" : `, ${formatShare(summary.passRate)}`;
  return `${verdict}, ${summary.passed} of ${summary.cases}${rate}`;
}

function codeText(
  { key, differs }: { readonly key: string; readonly differs: boolean },
  { code }: Compared,
): string {
  if (key !== "commit" || !differs) return "";
  return code === undefined ? "not both in this clone" : `${countOf(code.length, "file")} changed`;
}

function keyCell(text: string): string {
  return shorten(displayPath(text), widestKey);
}

function cell(text: string): string {
  return shorten(displayPath(text), widest);
}

/** Digests and commits by their first 12 digits. */
function shortDigests(text: string): string {
  return text.replace(/^([0-9a-f]{12})(?:[0-9a-f]{28}|[0-9a-f]{52})(?![0-9a-f])/, "$1");
}
