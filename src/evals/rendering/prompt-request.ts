import { isJsonMapping, isList } from "../../prompts/json-value.js";
import { type Json, type Message, roles } from "../../prompts/types.js";
import type { ProviderRequest, Vars } from "../types.js";

type Asked = Pick<ProviderRequest, "messages" | "text">;

/** A request of what a prompt says, without settings. */
export function textRequest(text: string): Asked {
  return { messages: [{ role: "user", content: text }], text };
}

/**
 * A request of messages that were written as data. What plain messages cannot hold, such as pictures, goes along as JSON,
 * which providers read.
 * @param text the same as text, for providers that take no messages.
 */
export function messagesRequest(value: Json, text: string): Asked {
  const list = isList(value) ? value : [value];
  const messages = list.map(plainMessage);
  const plain = messages.filter((message) => message !== undefined);
  if (plain.length === list.length && plain.length > 0) return { messages: plain, text };
  const written = list.every((item) => isJsonMapping(item) && typeof item["role"] === "string");
  return written && list.length > 0
    ? { messages: [], text: JSON.stringify(list, null, 2) }
    : textRequest(text);
}

function plainMessage(item: Json): Message | undefined {
  if (!isJsonMapping(item) || Object.keys(item).length !== 2) return undefined;
  const { content } = item;
  const role = roles.find((name) => name === item["role"]);
  return role === undefined || typeof content !== "string" ? undefined : { role, content };
}

/** Messages as one text: a single one as it is, several under the names of those who speak. */
export function messagesText(messages: readonly Message[]): string {
  const [only] = messages;
  if (only && messages.length === 1) return only.content;
  return messages.map(({ role, content }) => `${role}:\n${content}`).join("\n\n");
}

/** Completes a request. */
export function requestOf(
  { messages, text }: Asked,
  vars: Vars,
  settings: ProviderRequest["settings"] = {},
): ProviderRequest {
  return { messages, text, settings, vars };
}
