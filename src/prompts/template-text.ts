import { flattenPrompt } from "./flatten.js";
import type { TemplateNode } from "./template/ast.js";
import { parseTemplate } from "./template/parse.js";
import { textSource } from "./text-source.js";
import type { Prompt, Role } from "./types.js";

/** The part of a template that makes one message. */
export interface TemplateMessage {
  readonly role: Role;
  readonly template: string;
}

/** A prompt's template for renderers of other languages. */
export interface TemplateText {
  /** Every include in its place, LF line ends. */
  readonly text: string;
  /**
   * The text cut at its role lines; null where messages cannot be rendered one by one: a role line stands in a block, or
   * one message sets what another uses.
   */
  readonly messages: readonly TemplateMessage[] | null;
}

export function templateText(prompt: Prompt): TemplateText {
  const { source, template } = prompt;
  const head = source.text.slice(0, source.bodyStart).replaceAll("\r\n", "\n");
  const text = flattenPrompt({ source, template }).slice(head.length);
  const flat = parseTemplate(textSource(source.file, text), 0, () => ({
    problem: "nothing is left to include",
  }));
  return { text, messages: flat.problems.length > 0 ? null : messagesOf(text, flat.template.nodes) };
}

function messagesOf(text: string, nodes: readonly TemplateNode[]): readonly TemplateMessage[] | null {
  const roles = nodes.flatMap((node) => (node.kind === "role" ? [node] : []));
  if (nodes.some((node) => node.kind !== "role" && holds(node, "role"))) return null;
  if (roles.length === 0) return [{ role: "user", template: text.trim() }];
  if (roles.length > 1 && nodes.some((node) => holds(node, "set"))) return null;
  return roles
    .map(({ role, span }, index) => {
      const end = roles[index + 1]?.span.start ?? text.length;
      return { role, template: text.slice(span.end, end).trim() };
    })
    .filter(({ template }) => template !== "");
}

/** Whether a node is of a kind, or has one in its blocks. What a loop sets stays inside of it, so that does not count. */
function holds(node: TemplateNode, kind: "role" | "set"): boolean {
  if (node.kind === kind) return true;
  if (node.kind === "if") return node.branches.some(({ body }) => body.some((inner) => holds(inner, kind)));
  if (node.kind !== "for" || kind === "set") return false;
  return [...node.body, ...node.otherwise].some((inner) => holds(inner, kind));
}
