import type { ModelLineage } from "../../app/models/read-lineage.js";
import { formatBytes } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { formatMoment } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { gateText, overrideText, rollbackText } from "../../registry/events/event-text.js";
import type { Evidence } from "../../registry/evidence/evidence.js";
import { evidenceLine } from "../../registry/evidence/evidence-text.js";
import { figures } from "../../registry/gates/judge-evaluation.js";
import { lineageGaps } from "../../registry/lineage/lineage-gaps.js";
import type { LineageVersion, VersionAlias } from "../../registry/lineage/lineage-source.js";
import { shortId } from "../../runs/short-id.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";

/** A line of a tree and what stands below it. */
interface Branch {
  readonly text: string;
  readonly below?: readonly Branch[];
}

/** Entries of one kind that are shown. */
const most = 20;

/** One tree a version: what it was made from, what was found out about it, which aliases point at it. */
export function lineageText(ui: Ui, { versions }: ModelLineage): string {
  return versions.map((version) => treeText(ui, versionBranch(ui, version))).join("\n\n");
}

/** Columns that a text has at least, however deep it stands. */
const leastRoom = 20;

function treeText(ui: Ui, { text, below = [] }: Branch, indent = ""): string {
  const rail = `${indent}${below.length > 0 ? "│  " : "   "}`;
  const [first = "", ...more] = wrapText(text, Math.max(leastRoom, ui.columns() - rail.length));
  const lines = below.map((branch, at) => {
    const last = at === below.length - 1;
    const deeper = `${indent}${last ? "   " : "│  "}`;
    return `${ui.theme.dim(`${indent}${last ? "└─ " : "├─ "}`)}${treeText(ui, branch, deeper)}`;
  });
  return [first, ...more.map((line) => ui.theme.dim(rail) + line), ...lines].join("\n");
}

function versionBranch(ui: Ui, version: LineageVersion): Branch {
  const { record, details, evidence, aliases } = version;
  const { prompts = {}, baseModel, adapters = [] } = details;
  const gaps = lineageGaps(details);
  const about = `${details.format}, ${formatBytes(details.bytes)}, registered ${formatMoment(Date.parse(record.time))} by ${displayPath(record.author.email)}`;
  return {
    text: `${ui.theme.bold(`${displayPath(record.name)}@${record.version}`)}  ${ui.theme.dim(about)}`,
    below: [
      ...originBranches(version),
      ...limited(Object.entries(prompts).map(([name, digest]) => `prompt ${name}  ${digest.slice(0, 12)}`)),
      ...(baseModel === undefined ? [] : [{ text: `tuned from ${displayPath(baseModel)}` }]),
      ...limited(adapters.map((adapter) => `adapter ${adapter}`)),
      ...(details.metrics ? [{ text: `figures: ${pairs(details.metrics, formatNumber)}` }] : []),
      ...evidence.map(({ digest, evidence: found }) => evidenceBranch(ui, digest, found)),
      ...aliases.map((alias) => aliasBranch(ui, alias)),
      ...(gaps.length === 0
        ? []
        : [{ text: ui.theme.yellow("not known"), below: gaps.map(({ what }) => ({ text: what })) }]),
    ],
  };
}

/** The run with what went into it; where no run is known, what is known beside it. */
function originBranches({ details }: LineageVersion): Branch[] {
  const { run, code, data = {}, environment, parameters } = details;
  const inputs: Branch[] = [
    ...(code ? [{ text: `commit ${code.commit.slice(0, 12)}${code.dirty ? " with changes" : ""}` }] : []),
    ...limited(Object.entries(data).map(([path, digest]) => `data ${path}  ${digest.slice(0, 12)}`)),
    ...(parameters ? [{ text: `parameters: ${pairs(parameters, String)}` }] : []),
    ...(environment ? [{ text: `environment: ${pairs(environment.summary, String)}` }] : []),
  ];
  if (run === undefined) return inputs;
  const command = run.command === undefined ? "" : `: ${displayPath(run.command.join(" "))}`;
  return [{ text: `run ${displayPath(run.name)} (${shortId(run.id)})${command}`, below: inputs }];
}

function evidenceBranch(ui: Ui, digest: string, evidence: Evidence): Branch {
  const style = styleOf(ui, evidence);
  const more = moreOf(evidence);
  const text = `${style(displayPath(evidenceLine(evidence)))}${more === "" ? "" : `: ${displayPath(more)}`}`;
  return { text: `${text}  ${ui.theme.dim(`${evidence.time.slice(0, 10)} ${digest.slice(0, 12)}`)}` };
}

function styleOf(ui: Ui, evidence: Evidence): (text: string) => string {
  const said = evidence.kind === "reproduction" ? evidence.grade : evidence.verdict;
  if (["passed", "ok", "identical", "within_tolerance"].includes(said)) return ui.theme.green;
  return said === "inconclusive" || said === "warning" ? ui.theme.yellow : ui.theme.red;
}

function moreOf(evidence: Evidence): string {
  if (evidence.kind === "evaluation") return figures(evidence);
  if (evidence.kind === "drift") return [evidence.data.path, ...evidence.drifted.slice(0, 3)].join(", ");
  return evidence.reasons.slice(0, 2).join("; ");
}

function aliasBranch(ui: Ui, { alias, event }: VersionAlias): Branch {
  if (event === undefined) return { text: ui.theme.bold(alias) };
  const when = `since ${formatMoment(Date.parse(event.time))} by ${displayPath(event.author.email)}`;
  const why = event.message === "" ? [] : [{ text: displayPath(event.message) }];
  const gates = (event.gates ?? []).map((gate) => ({ text: displayPath(gateText(gate)) }));
  const rollback = event.kind === "rollback" ? [{ text: rollbackText }] : [];
  const override =
    event.override === undefined
      ? []
      : [{ text: ui.theme.yellow(displayPath(overrideText(event.override))) }];
  return {
    text: `${ui.theme.bold(`→ ${alias}`)}  ${ui.theme.dim(when)}`,
    below: [...why, ...rollback, ...gates, ...override],
  };
}

function limited(texts: readonly string[]): Branch[] {
  const shown = texts.slice(0, most).map((text) => ({ text: displayPath(text) }));
  return texts.length > most ? [...shown, { text: `… and ${texts.length - most} more` }] : shown;
}

function pairs<T>(values: Readonly<Record<string, T>>, show: (value: T) => string): string {
  const entries = Object.entries(values);
  const shown = entries.slice(0, 6).map(([key, value]) => `${key} ${show(value)}`);
  return displayPath([...shown, ...(entries.length > 6 ? [`… ${entries.length - 6} more`] : [])].join(", "));
}
