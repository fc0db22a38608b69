import type { ShownModel } from "../../app/models/open-model.js";
import { countOf, formatBytes, formatCount } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { formatMoment } from "../../core/format-time.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { newestFirst } from "../../registry/evidence/evidence-of-kind.js";
import { evidenceLine } from "../../registry/evidence/evidence-text.js";
import { lineageGaps } from "../../registry/lineage/lineage-gaps.js";
import type { ModelDetails, ModelHeader } from "../../registry/models/model-details.js";
import { counted, loraText } from "../../registry/models/model-fact-texts.js";
import { shortId } from "../../runs/short-id.js";
import { shorten, textWidth } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";

const mostLines = 12;
/** The column in which values begin. */
const indent = 13;

type Row = readonly [key: string, lines: readonly string[]];

/** A version for people, in lines that fit the terminal. */
export function showText(ui: Ui, shown: ShownModel): string {
  const { details } = shown;
  const groups: readonly (readonly Row[])[] = [
    about(shown),
    [["files", fileLines(ui, details)], ...headerRows(details), ["scan", [scanText(details)]]],
    lineageRows(ui, details),
    [
      ["parameters", pairs(ui, details.parameters)],
      ["figures", pairs(ui, details.metrics)],
      ["tags", pairs(ui, details.tags)],
    ],
    [
      ["not known", lineageGaps(details).map(({ what }) => what)],
      ["evidence", evidenceLines(ui, shown)],
      ["approvals", approvalLines(shown)],
    ],
  ];
  const parts = groups.map((rows) => rows.flatMap((row) => rowLines(ui, row)).join("\n"));
  return [head(ui, shown), ...parts.filter((part) => part !== "")].join("\n\n");
}

function head({ theme }: Ui, { item, resolved, aliases, archived }: ShownModel): string {
  const title = theme.bold(displayPath(`${item.name}@${resolved.version}`));
  const pointed = aliases.length === 0 ? "" : `  ${theme.green(displayPath(aliases.join(", ")))}`;
  const state = archived === undefined ? "" : `  ${theme.yellow("archived")}`;
  return `${title}${pointed}${state}`;
}

function about({ resolved: { record }, details, archived }: ShownModel): Row[] {
  const { author, time, message } = record;
  return [
    ["message", message === "" ? [] : message.split("\n")],
    ["description", details.description === undefined ? [] : [details.description]],
    ["registered", [`${formatMoment(Date.parse(time))} by ${author.name} <${author.email}>`]],
    [
      "archived",
      archived
        ? [`${formatMoment(Date.parse(archived.time))} by ${archived.author.name}: ${archived.message}`]
        : [],
    ],
    ["record", [record.digest]],
  ];
}

function fileLines(ui: Ui, { artifacts, files, bytes, format }: ModelDetails): string[] {
  const first = `${countOf(files, "file")}, ${formatBytes(bytes)}, ${format}`;
  const shown = artifacts.slice(0, ui.mode.verbose ? artifacts.length : mostLines);
  const names = shown.map(({ path }) => shorten(displayPath(path), 34));
  const width = Math.max(0, ...names.map(textWidth));
  const lines = shown.map(({ sha256, size, format: kind }, index) => {
    const name = names[index] ?? "";
    return `${name}${" ".repeat(width - textWidth(name))}  ${formatBytes(size).padStart(7)}  ${sha256.slice(0, 12)}  ${kind}`;
  });
  return [first, ...lines, ...rest(ui, files - shown.length)];
}

function headerRows({ facts }: ModelDetails): Row[] {
  if (facts === undefined) return [];
  const { framework, architecture, quantisation, producer, inputs, outputs, lora } = facts;
  return [
    ["made with", [framework, producer].flatMap((text) => (text === undefined ? [] : [text])).slice(0, 1)],
    ["architecture", [architecture, quantisation].flatMap((text) => (text === undefined ? [] : [text]))],
    ["tensors", tensorText(facts)],
    ["opsets", facts.opsets ? [counted(facts.opsets)] : []],
    ["inputs", inputs ?? []],
    ["outputs", outputs ?? []],
    ["LoRA", lora ? [loraText(lora)] : []],
  ];
}

function tensorText({ tensors, parameters, dtypes = {} }: ModelHeader): string[] {
  if (tensors === undefined) return [];
  const weights = parameters === undefined ? "" : `, ${formatCount(parameters)} parameters`;
  const types = Object.keys(dtypes).length === 0 ? "" : ` (${counted(dtypes)})`;
  return [`${formatCount(tensors)}${weights}${types}`];
}

function scanText({ scan: { verdict, rules } }: ModelDetails): string {
  return rules.length === 0 ? verdict : `${verdict}: ${rules.join(", ")}`;
}

function lineageRows(ui: Ui, details: ModelDetails): Row[] {
  const { run, code, data, prompts, environment, baseModel, adapters = [], license } = details;
  const commit = code && `${code.commit.slice(0, 12)}${code.dirty ? dirtyText(code) : ""}`;
  return [
    ["run", run ? [`${shortId(run.id)} ${run.name} (experiment ${run.experiment})`] : []],
    ["command", run?.command ? [run.command.map(shellQuote).join(" ")] : []],
    ["commit", commit === undefined ? [] : [commit]],
    ["data", digestLines(ui, data)],
    ["prompts", digestLines(ui, prompts)],
    [
      "environment",
      environment
        ? [
            Object.entries(environment.summary)
              .map(([key, value]) => (key === "packages" ? `${value} packages` : value))
              .join(", "),
          ]
        : [],
    ],
    ["base model", baseModel === undefined ? [] : [baseModel]],
    ["adapters", adapters],
    ["license", license === undefined ? [] : [license]],
  ];
}

function dirtyText({ snapshot }: NonNullable<ModelDetails["code"]>): string {
  return snapshot === undefined
    ? " and changes that were not kept"
    : ` and changes, kept as ${snapshot.slice(0, 12)}`;
}

function digestLines(ui: Ui, digests: Readonly<Record<string, string>> = {}): string[] {
  const entries = Object.entries(digests);
  const shown = entries.slice(0, ui.mode.verbose ? entries.length : mostLines);
  return [
    ...shown.map(([path, digest]) => `${shorten(displayPath(path), 50)}  ${digest.slice(0, 12)}`),
    ...rest(ui, entries.length - shown.length),
  ];
}

function pairs(ui: Ui, values: Readonly<Record<string, string | number | boolean>> = {}): string[] {
  const entries = Object.entries(values);
  const shown = entries.slice(0, ui.mode.verbose ? entries.length : mostLines);
  const lines = shown.map(
    ([key, value]) =>
      `${displayPath(key)} ${typeof value === "number" ? formatNumber(value) : displayPath(String(value))}`,
  );
  return [...lines, ...rest(ui, entries.length - shown.length)];
}

/** The newest first, each with the beginning of the digest that its file is named by. */
function evidenceLines(ui: Ui, { evidence }: ShownModel): string[] {
  const shown = newestFirst(evidence).slice(0, ui.mode.verbose ? evidence.length : mostLines);
  const lines = shown.map(
    ({ digest, evidence: found }) =>
      `${evidenceLine(found)}, ${formatMoment(Date.parse(found.time))}  ${digest.slice(0, 12)}`,
  );
  return [...lines, ...rest(ui, evidence.length - shown.length)];
}

function approvalLines({ said, uncounted }: ShownModel): string[] {
  return said.map(({ kind, author, time, message, digest }) => {
    const line = `by ${author.email}, ${formatMoment(Date.parse(time))}: ${message}`;
    if (kind === "reject") return `rejected ${line}`;
    const why = uncounted.get(digest);
    return `approved ${line} (${why === undefined ? "counts" : `does not count: ${why}`})`;
  });
}

function rest({ theme }: Ui, count: number): string[] {
  return count > 0 ? [theme.dim(`and ${formatCount(count)} more; --verbose or --json has them`)] : [];
}

function rowLines(ui: Ui, [key, lines]: Row): string[] {
  const room = Math.max(20, ui.columns() - indent);
  const wrapped = lines.flatMap((line) => wrapText(displayPath(line), room));
  return wrapped.map((line, index) => {
    const label = index === 0 ? ui.theme.dim(key) + " ".repeat(indent - key.length) : " ".repeat(indent);
    return `${label}${line}`;
  });
}
