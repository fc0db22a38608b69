import type { Finding, Severity } from "../../core/finding.js";
import { displayPath } from "../../core/visible-text.js";
import { textWidth } from "../text-width.js";
import type { Theme } from "../theme.js";
import { wrapText } from "../wrap-text.js";
import { excerptOf } from "./excerpt.js";
import { visibleLine } from "./visible-line.js";

export interface FindingTextOptions {
  readonly theme: Theme;
  /** Columns of the terminal. */
  readonly width: number;
  /** The line that a finding begins on, for those whose source is to be shown; undefined for the others. */
  lineOf(finding: Finding): string | undefined;
}

/** The narrowest column that messages are broken to fit. */
const narrowest = 40;

/** Findings for people: by file, each with its place, its weight, what was found, by which rule, and what to do. */
export function findingText(findings: readonly Finding[], options: FindingTextOptions): string {
  const { theme } = options;
  const places = findings.map(({ line, column }) => `${line}:${column}`);
  const placeWidth = longest(places.map((place) => place.length));
  const indent = placeWidth + 2 + "warning".length + 2 + 2;
  const longestRule = longest(findings.map(({ rule }) => rule.length));
  const room = Math.max(narrowest, options.width - indent - longestRule - 2);
  const messages = findings.map(({ message }) => wrapped(visibleLine(message), room));
  const column = longest(messages.flat().map(textWidth));
  const lines: string[] = [];
  let file: string | undefined;
  for (const [index, finding] of findings.entries()) {
    if (finding.file !== file) {
      if (file !== undefined) lines.push("");
      file = finding.file;
      lines.push(theme.bold(displayPath(file)));
    }
    const [first = "", ...more] = messages[index] ?? [];
    const place = theme.dim((places[index] ?? "").padStart(placeWidth));
    const gap = " ".repeat(column - textWidth(first));
    lines.push(
      `  ${place}  ${severityText(finding.severity, theme)}  ${first}${gap}  ${theme.dim(finding.rule)}`,
    );
    const below = (text: string) => lines.push(" ".repeat(indent) + text);
    for (const text of more) below(text);
    if (finding.hint !== undefined) {
      const [start = "", ...rest] = wrapped(
        visibleLine(finding.hint),
        options.width - indent - "hint: ".length,
      );
      below(`${theme.cyan("hint:")} ${start}`);
      for (const text of rest) below(`      ${text}`);
    }
    const line = options.lineOf(finding);
    const excerpt = line === undefined ? undefined : excerptOf(finding, line, options.width - indent - 2);
    if (excerpt) {
      below(`${theme.dim("|")} ${excerpt.text}`);
      below(`${theme.dim("|")} ${" ".repeat(excerpt.before)}${theme.red("^".repeat(excerpt.marked))}`);
    }
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** There may be more findings than a call takes arguments. */
function longest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

function severityText(severity: Severity, theme: Theme): string {
  const padded = severity.padEnd("warning".length);
  if (severity === "error") return theme.red(padded);
  return severity === "warning" ? theme.yellow(padded) : theme.blue(padded);
}

function wrapped(text: string, width: number): string[] {
  return wrapText(text, Math.max(narrowest, width));
}
