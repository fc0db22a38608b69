import { isMapping } from "../json-value.js";
import type { Role } from "../types.js";
import type { Conversion } from "./conversion.js";
import { child, type Located, textOf } from "./located.js";
import { placeholderPieces } from "./placeholders.js";
import { type Piece, role, text } from "./template-pieces.js";

/** A message of a list: who speaks, and the texts that make up what is said. */
export interface WrittenMessage {
  readonly role: Role;
  readonly texts: readonly Located[];
  readonly node: Located;
}

const roles: Readonly<Record<string, Role>> = {
  system: "system",
  developer: "developer",
  user: "user",
  assistant: "assistant",
  model: "assistant",
};

/** Reads a list of messages with `role` and `content`. What is no text is dropped, each with its reason. */
export function readMessages(list: Located, conversion: Conversion): WrittenMessage[] {
  return list.items.flatMap((node) => {
    const roleNode = child(node, "role");
    const name = textOf(roleNode);
    if (!isMapping(node.value) || name === undefined) {
      conversion.refuse("a message is a mapping with role and content", node.at);
      return [];
    }
    if (name === "tool" || name === "function") {
      conversion.drop(
        `a message of the role ${name}`,
        node.at,
        "results of tools belong to a conversation, not to a prompt",
      );
      return [];
    }
    const known = Object.hasOwn(roles, name) ? roles[name] : undefined;
    if (!known) {
      const at = roleNode?.at ?? node.at;
      conversion.refuse(
        `there is no role ${JSON.stringify(name)} here`,
        at,
        "roles are system, developer, user and assistant",
      );
      return [];
    }
    for (const { key, keyAt } of node.entries) {
      if (key === "tool_calls" || key === "function_call") {
        conversion.drop(key, keyAt, "calls of tools belong to a conversation, not to a prompt");
      } else if (key !== "role" && key !== "content") {
        conversion.drop(key, keyAt, "a message has a role and a text here");
      }
    }
    return [{ role: known, texts: textsOf(child(node, "content"), conversion), node }];
  });
}

/** A content as texts: one, or the text parts of several. */
function textsOf(content: Located | undefined, conversion: Conversion): Located[] {
  if (!content) return [];
  if (typeof content.value === "string") return [content];
  if (content.items.length === 0) {
    conversion.refuse("the content of a message is a text, or a list of parts", content.at);
    return [];
  }
  return content.items.flatMap((part) => {
    if (typeof part.value === "string") return [part];
    const type = textOf(child(part, "type")) ?? "unknown";
    const said = child(part, "text");
    if (typeof said?.value === "string" && ["text", "input_text", "output_text"].includes(type))
      return [said];
    conversion.drop(`a part of type ${type}`, part.at, "messages hold text alone here");
    return [];
  });
}

/** Messages whose texts are literal but for `{{name}}`. */
export function messagePieces(messages: readonly WrittenMessage[], conversion: Conversion): Piece[] {
  return messages.flatMap(({ role: name, texts }) => [
    role(name),
    ...texts.flatMap((node, index) => [
      ...(index === 0 ? [] : [text("\n")]),
      ...placeholderPieces(textOf(node) ?? "", (written, here, place) => {
        const at = node.source.locate(node.offsetOf(place));
        conversion.drop(`the name ${written}`, at, `it is called ${here} here`);
      }),
    ]),
  ]);
}
