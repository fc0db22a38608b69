import { displayPath, visibleText } from "../../core/visible-text.js";
import { type ChangeArea, changeAreas, type PromptChange } from "../../prompts/diff/prompt-change.js";
import { type ViewPiece, viewDiff } from "../../prompts/diff/text-view.js";
import type { Bump } from "../../registry/versions/semver.js";
import type { Theme } from "../../ui/theme.js";
import type { Ui } from "../../ui/ui.js";
import type { MessageDiff, PromptDiff } from "./diff.js";
import { costLines } from "./diff-cost-report.js";
import type { DiffSide } from "./diff-sides.js";

const headings: Readonly<Record<ChangeArea, string>> = {
  inputs: "Inputs",
  output: "Output",
  model: "Model",
  settings: "Settings",
  messages: "Messages",
  examples: "Few-shot examples",
  tools: "Tools",
  text: "Text",
  metadata: "Metadata",
};

/** Tells what changed for people: by area, word by word, in tokens and in dollars. */
export function tellDiff(ui: Ui, diff: PromptDiff): void {
  const { theme } = ui;
  const header = `${theme.bold(displayPath(diff.after.name))}  ${sideText(diff.before, diff)} → ${sideText(diff.after, diff)}`;
  if (diff.changes.length === 0) {
    const identical = diff.before.prompt.source.text === diff.after.prompt.source.text;
    ui.answer(
      `${header}\n${identical ? "no change" : "no change in meaning: the files differ in form or comments alone"}`,
    );
    return;
  }
  const sections = [
    ...changeAreas.filter((area) => area !== "text").map((area) => areaLines(theme, area, diff.changes)),
    ...diff.messages.map((message) => messageLines(ui, message)),
    costLines(ui, diff.cost.before, diff.cost.after),
  ].filter((lines) => lines.length > 0);
  ui.answer([header, ...sections.map((lines) => lines.join("\n")), bumpLine(theme, diff.bump)].join("\n\n"));
}

/** How a side is called; with its prompt's name where the two are different prompts. */
function sideText({ name, version, alias, commit }: DiffSide, { before, after }: PromptDiff): string {
  const place =
    version !== undefined
      ? `${version}${alias === undefined ? "" : ` (${displayPath(alias)})`}`
      : commit !== undefined
        ? `commit ${commit.slice(0, 7)}`
        : "working copy";
  return before.name === after.name ? place : `${displayPath(name)} ${place}`;
}

function areaLines(theme: Theme, area: ChangeArea, changes: readonly PromptChange[]): string[] {
  const own = changes.filter(({ what }) => what === area);
  if (own.length === 0) return [];
  return [theme.bold(headings[area]), ...own.map((change) => changeLine(theme, change))];
}

function changeLine(theme: Theme, { what, path, before, after, bump, message }: PromptChange): string {
  const isPart = what === "inputs" && path.split(".").length > 2;
  const sign = isPart
    ? "~"
    : before === undefined && after !== undefined
      ? "+"
      : after === undefined && before !== undefined
        ? "-"
        : "~";
  const style = { "+": theme.green, "-": theme.red, "~": theme.yellow }[sign];
  return `  ${style(sign)} ${displayPath(message)}  ${bumpText(theme, bump)}`;
}

function bumpText(theme: Theme, bump: Bump): string {
  return bump === "major" ? theme.red("major") : theme.dim(bump);
}

function bumpLine(theme: Theme, bump: Bump | undefined): string {
  return `${theme.bold("Suggested bump")}: ${bump === undefined ? "none" : bumpText(theme, bump)}`;
}

function messageLines({ theme, mode }: Ui, message: MessageDiff): string[] {
  const { before, after, moved, segments } = message;
  if (segments.every(({ kind }) => kind === "same")) return [];
  const index = (after ?? before)?.index ?? 0;
  const state = !before ? " (new)" : !after ? " (gone)" : moved ? " (moved)" : "";
  const role = (after ?? before)?.role ?? "before the first role line";
  const text = viewDiff(segments)
    .map((piece) => pieceText(theme, mode.color, piece))
    .join("");
  return [
    theme.bold(`Message ${index + 1}, ${role}${state}`),
    ...text.split("\n").map((line) => (line === "" ? "" : `  ${line}`)),
  ];
}

/** As `git diff --word-diff` marks words; where colours tell, the marks stay away, save round white space. */
function pieceText(theme: Theme, color: boolean, { kind, text }: ViewPiece): string {
  const shown = visibleText(text, false);
  if (kind === "same") return shown;
  if (kind === "note") return theme.dim(shown);
  const marked = kind === "removed" ? `[-${shown}-]` : `{+${shown}+}`;
  const style = kind === "removed" ? theme.red : theme.green;
  return (color && shown.trim() !== "" ? shown : marked)
    .split("\n")
    .map((line) => (line === "" ? line : style(line)))
    .join("\n");
}
