import { parseJson } from "../../prompts/json-value.js";
import { type Json, type Message, roles } from "../../prompts/types.js";
import { isMapping } from "../graders/assertion-value.js";
import type { GradeInput } from "../graders/grader.js";
import { renderLoose } from "../loose-template.js";
import type { Vars } from "../types.js";

/**
 * The messages of a prompt that the suite brings for its judge. One that is a JSON list of messages is rendered text by
 * text, so that no quote in an answer can break it; any other is one message of the user.
 */
export function customMessages(
  prompt: string,
  { vars, assertion }: GradeInput,
  names: Readonly<Record<string, Json>>,
): readonly Message[] {
  const known: Vars = new Map([...vars, ...Object.entries(names)]);
  const render = (text: string) => renderLoose(text, known, { file: assertion.at.file });
  const list = messagesIn(prompt);
  if (list) return list.map(({ role, content }) => ({ role, content: render(content) }));
  const text = render(prompt);
  return messagesIn(text) ?? [{ role: "user", content: text }];
}

/** The prompt for one part of a grader's work: of `{steps, evaluate}` one of the two, else the whole, which evaluates. */
export function promptOf(prompt: string, part: string | undefined): string | undefined {
  if (part === undefined) return prompt;
  const parts = prompt.trimStart().startsWith("{") ? parseJson(prompt) : undefined;
  if (!isMapping(parts)) return part === "evaluate" ? prompt : undefined;
  const own = parts[part];
  return typeof own === "string" || own === undefined ? own : JSON.stringify(own);
}

function messagesIn(text: string): readonly Message[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  const value = parseJson(text);
  if (!Array.isArray(value)) return undefined;
  const messages = value.flatMap((item: Json): Message[] => {
    if (!isMapping(item)) return [];
    const { role, content } = item;
    const known = roles.find((name) => name === role);
    return known !== undefined && typeof content === "string" ? [{ role: known, content }] : [];
  });
  return messages.length === value.length && messages.length > 0 ? messages : undefined;
}
