import type { App } from "../../app/app.js";
import type { ModelScan, ScannedFile } from "../../app/models/scan-models.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { ModelFacts } from "../../models/model-facts.js";
import type { FindingLevel, Verdict } from "../../models/verdict.js";
import type { Theme } from "../../ui/theme.js";
import { wrapIndented } from "../../ui/wrap-text.js";

const mostShown = 20;

/** A scan for people: each file with its verdict, what it is, and what was found. */
export function printScanForPeople(app: App, scan: ModelScan): void {
  const { theme } = app.ui;
  const width = app.ui.columns();
  for (const file of scan.files) {
    app.ui.answer(
      fileLines(file, theme)
        .flatMap((line) => wrapIndented(line, width))
        .join("\n"),
    );
  }
  app.ui.out(paint(theme, scan.verdict)(scanSummary(scan)));
}

function fileLines({ path, format, verdict, findings, facts }: ScannedFile, theme: Theme): string[] {
  const about = [format, ...factTexts(facts)].join(", ");
  const head = `${paint(theme, verdict)(verdict)}  ${theme.bold(displayPath(path))}  ${theme.dim(about)}`;
  const shown = findings.slice(0, mostShown).map(({ rule, level, what, where }) => {
    const place = where === "" ? "" : `, at ${where}`;
    return `  ${paint(theme, level)(level)}: ${displayPath(what)}${displayPath(place)}  ${theme.dim(rule)}`;
  });
  const more = findings.length - shown.length;
  return [
    head,
    ...shown,
    ...(more > 0 ? [`  and ${countOf(more, "finding")} more; --json has them all`] : []),
  ];
}

/** The facts that fit a line. */
function factTexts(facts: ModelFacts): string[] {
  const dtypes = Object.keys(facts.dtypes ?? {});
  return [
    ...(facts.architecture === undefined ? [] : [displayPath(facts.architecture)]),
    ...(facts.quantisation === undefined ? [] : [displayPath(facts.quantisation)]),
    ...(facts.tensors === undefined ? [] : [countOf(facts.tensors, "tensor")]),
    ...(facts.parameters === undefined ? [] : [`${formatCount(facts.parameters)} parameters`]),
    ...(dtypes.length === 0 || dtypes.length > 3 ? [] : [displayPath(dtypes.join("/"))]),
    ...(facts.lora === undefined ? [] : [`LoRA of rank ${facts.lora.rank}`]),
    ...(facts.baseModel === undefined ? [] : [`for ${displayPath(facts.baseModel)}`]),
  ];
}

/** `suspicious: 1 of 3 files is suspicious, 1 unknown`. */
export function scanSummary({ verdict, files }: ModelScan): string {
  const count = (wanted: Verdict) => files.filter((file) => file.verdict === wanted).length;
  const parts = (["suspicious", "unknown", "ok"] as const)
    .map((wanted) => [count(wanted), wanted] as const)
    .filter(([number]) => number > 0)
    .map(([number, wanted]) => `${formatCount(number)} ${wanted}`);
  return `${verdict}: ${countOf(files.length, "file")}${parts.length === 0 ? "" : `, ${parts.join(", ")}`}`;
}

function paint(theme: Theme, verdict: Verdict | FindingLevel): (text: string) => string {
  if (verdict === "suspicious") return theme.red;
  if (verdict === "unknown") return theme.yellow;
  return verdict === "ok" ? theme.green : theme.blue;
}
