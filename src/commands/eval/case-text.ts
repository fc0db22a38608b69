import { formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { dollarText, scoreText, timeText } from "../../evals/report/figures.js";
import type { CaseResult, Grade } from "../../evals/types.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";
import { statusSign } from "./status-sign.js";

/** One case: what was asked, what came back, what it took, and what each grader said of it. */
export function caseText(ui: Ui, result: CaseResult): string {
  const { theme } = ui;
  const { id, description, status, score, critical, messages, error } = result;
  const points = score === undefined ? "" : `, score ${scoreText(score)}`;
  const title = `${statusSign(theme, status)} ${theme.bold(displayPath(id))} ${critical ? "critical, " : ""}${status}${points}`;
  const output = shownOutput(result);
  return [
    title,
    ...(description === undefined ? [] : [`  ${displayPath(description)}`]),
    ...wrapped(ui, placeText(result), "  ").map(theme.dim),
    ...wrapped(ui, factsText(result), "  ").map(theme.dim),
    ...messages.flatMap(({ role, content }) => ["", theme.bold(role), ...indented(content)]),
    ...(output === "" ? [] : ["", theme.bold("output"), ...indented(output)]),
    ...(error ? ["", theme.bold("error"), ...wrapped(ui, `${error.code}: ${error.message}`, "  ")] : []),
    ...(result.grades.length === 0 ? [] : ["", theme.bold("grades")]),
    ...result.grades.flatMap((grade) => gradeLines(ui, grade, "  ")),
  ].join("\n");
}

function placeText({ prompt, provider, answeredBy, repeat, slices, at }: CaseResult): string {
  return [
    `prompt ${displayPath(prompt)}`,
    `provider ${displayPath(provider)}${answeredBy === undefined ? "" : `, answered by ${displayPath(answeredBy)}`}`,
    ...(repeat > 0 ? [`repeat ${repeat + 1}`] : []),
    ...Object.entries(slices).map(([name, value]) => displayPath(`${name}: ${value}`)),
    ...(at ? [`${displayPath(at.file)}:${at.line}`] : []),
  ].join(" · ");
}

function factsText({ latencyMs, ttftMs, usage, costUsd, cached, finishReason }: CaseResult): string {
  const first = ttftMs === undefined ? "" : ` (first token ${timeText(ttftMs)})`;
  return [
    ...(latencyMs === undefined ? [] : [`${timeText(latencyMs)}${first}`]),
    ...(usage ? [`${formatCount(usage.input)} tokens in, ${formatCount(usage.output)} out`] : []),
    ...(costUsd === undefined ? ["cost unknown"] : [`cost ${dollarText(costUsd)}`]),
    ...(finishReason === undefined || finishReason === "stop"
      ? []
      : [`ended by ${displayPath(finishReason)}`]),
    ...(cached ? ["cached"] : []),
  ].join(" · ");
}

function shownOutput({ output, toolCalls = [] }: CaseResult): string {
  const text =
    output === undefined ? "" : typeof output === "string" ? output : JSON.stringify(output, undefined, 2);
  const calls = toolCalls.map(({ name, arguments: given }) => `calls ${name}(${JSON.stringify(given)})`);
  return [...(text === "" ? [] : [text]), ...calls].join("\n");
}

/** Texts that were sent or came back stand as they are: only moved in, never broken. */
function indented(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`));
}

function gradeLines(ui: Ui, grade: Grade, indent: string): string[] {
  const { type, metric, status, score, weight, reason, judge, components = [] } = grade;
  const remarks = [
    ...(metric === undefined ? [] : [displayPath(metric)]),
    ...(score === undefined ? [] : [scoreText(score)]),
    ...(weight === 1 ? [] : [`weight ${weight}`]),
    ...(judge?.model !== undefined ? [`judged by ${displayPath(judge.model)}`] : []),
  ];
  const head = `${displayPath(type)}${remarks.length === 0 ? "" : ` (${remarks.join(", ")})`}`;
  const [first = "", ...more] = wrapped(ui, `${head}: ${reason}`, `${indent}  `);
  return [
    `${indent}${statusSign(ui.theme, status)} ${first.trimStart()}`,
    ...more,
    ...components.flatMap((part) => gradeLines(ui, part, `${indent}  `)),
  ];
}

function wrapped(ui: Ui, text: string, indent: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line) =>
      wrapText(line, Math.max(40, ui.mode.width - indent.length)).map((piece) => `${indent}${piece}`),
    );
}
