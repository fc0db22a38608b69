import type { AnswerToLabel } from "../../app/evals/judging/answers-to-label.js";
import { categoriesOf, type LabelScale } from "../../evals/judge-proof/label-scale.js";
import { outputText } from "../../evals/output-text.js";
import type { CaseResult } from "../../evals/types.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";

/** An answer for a person to judge: what was asked, what came back, and by what it is to be judged. Nothing says what the judge thinks, or who answered. */
export function answerLines(
  ui: Ui,
  { result, assertion, rivals }: AnswerToLabel,
  { place, total }: { readonly place: number; readonly total: number },
): readonly string[] {
  const { bold, cyan, dim } = ui.theme;
  const title = ` ${place} of ${total} `;
  const rule = dim("─".repeat(Math.max(4, Math.min(ui.mode.width, 100) - title.length - 3)));
  const context = contextOf(result);
  return [
    "",
    `${dim("──")}${bold(title)}${rule}`,
    ...result.messages.flatMap(({ role, content }) => section(ui, role === "user" ? "asked" : role, content)),
    ...(context === "" ? [] : section(ui, "context", context)),
    ...section(ui, "answer", answerOf(result), bold),
    ...rivals.flatMap((rival, index) => section(ui, `another answer, ${index + 1}`, answerOf(rival))),
    ...section(
      ui,
      assertion.negated ? "it fails if this is so" : "judge it by this",
      criterionOf(assertion),
      cyan,
    ),
    "",
  ];
}

/** The keys, on one line. */
export function keyLine({ theme }: Ui, scale: LabelScale): string {
  const [low, high] = [categoriesOf(scale)[0], categoriesOf(scale).at(-1)];
  const labels = scale === "pass" ? ["p pass", "f fail"] : [`${low}–${high} (${high} is best)`];
  return theme.dim([...labels, "s skip", "b back", "q quit", "? help"].join("   "));
}

export function keysHelp(scale: LabelScale): readonly string[] {
  const labels =
    scale === "pass"
      ? ["p  it passes", "f  it fails"]
      : [`${categoriesOf(scale).join(" ")}  how good it is: the highest is best`];
  return [
    ...labels,
    "s  skip it: it comes again the next time",
    "b  back to the one before, to label it otherwise",
    "q  quit: each label is on disk already, and the same command goes on",
  ];
}

function section(ui: Ui, name: string, text: string, style = (line: string) => line): readonly string[] {
  const width = Math.max(40, Math.min(ui.mode.width, 100) - 2);
  const lines = text
    .trimEnd()
    .split("\n")
    .flatMap((line) => wrapText(line, width));
  return ["", ui.theme.dim(name), ...lines.map((line) => (line === "" ? "" : `  ${style(line)}`))];
}

function answerOf({ output, toolCalls = [] }: CaseResult): string {
  const calls = toolCalls.map(({ name, arguments: given }) => `calls ${name}(${JSON.stringify(given)})`);
  const text = outputText(output);
  return [...(text === "" && calls.length > 0 ? [] : [text === "" ? "(empty)" : text]), ...calls].join("\n");
}

/** What the answer was to rest on, where the prompt does not show it. */
function contextOf({ vars, messages }: CaseResult): string {
  const { context } = vars;
  if (context === undefined || context === null) return "";
  const text = outputText(context);
  return messages.some(({ content }) => content.includes(text)) ? "" : text;
}

function criterionOf({ type, value, config }: AnswerToLabel["assertion"]): string {
  const { reference } = config;
  const said = value === undefined || value === "" ? type : outputText(value);
  return typeof reference === "string" ? `${said}\nreference: ${reference}` : said;
}
