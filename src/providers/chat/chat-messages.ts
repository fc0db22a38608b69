import type { ProviderRequest } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { parseJson, textAt } from "../json-access.js";

/** A message whose content may be a list of parts, such as pictures. */
export interface ChatMessage {
  readonly role: string;
  readonly content: Json;
  /** Whatever else it was written with. */
  readonly [key: string]: Json;
}

/**
 * The messages of a request. Where it has none its text is one: a list of messages that is written as JSON, as promptfoo's
 * prompts are, or what the user says.
 */
export function chatMessages({ messages, text }: ProviderRequest): readonly ChatMessage[] {
  if (messages.length > 0) return messages.map(({ role, content }) => ({ role, content }));
  return writtenMessages(text) ?? [{ role: "user", content: text }];
}

/** What systems say, apart from what is said to them, for the APIs that keep these apart. */
export function splitSystem(request: ProviderRequest): {
  readonly system: string;
  readonly turns: readonly ChatMessage[];
} {
  const messages = chatMessages(request);
  const isSystem = ({ role }: ChatMessage): boolean => role === "system" || role === "developer";
  const system = messages.filter(isSystem).map(({ content }) => plainText(content));
  return { system: system.join("\n\n"), turns: messages.filter((message) => !isSystem(message)) };
}

/** The text of a content, that of its parts together. */
export function plainText(content: Json): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content.map((part: Json) => textAt(part, "text") ?? "").join("");
}

function writtenMessages(text: string): readonly ChatMessage[] | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined;
  const parsed = parseJson(text);
  if (!Array.isArray(parsed)) return undefined;
  const messages = parsed.flatMap((item: Json): ChatMessage[] => {
    const role = textAt(item, "role");
    return isJsonMapping(item) && role !== undefined && item["content"] !== undefined
      ? [{ ...item, role, content: item["content"] }]
      : [];
  });
  return messages.length === parsed.length ? messages : undefined;
}
