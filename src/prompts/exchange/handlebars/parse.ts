import type { HandlebarsBlock, HandlebarsNode } from "./ast.js";
import { parseCall } from "./parse-call.js";
import { HandlebarsError, handlebarsTokens } from "./tokens.js";
import { type LaidOutToken, layOut } from "./white-space.js";

const maxDepth = 100;

/**
 * Parses a Handlebars template.
 * @param text the whole file. @param start where its template begins; it ends where the file ends.
 * @throws {HandlebarsError} with the offset of what is wrong; an unclosed block is told where it opens.
 */
export function parseHandlebars(text: string, start: number): HandlebarsNode[] {
  const parser = new Parser(layOut(handlebarsTokens(text, start)));
  return parser.program();
}

type LaidOutTag = LaidOutToken & { readonly token: Extract<LaidOutToken["token"], { kind: "tag" }> };

class Parser {
  #at = 0;
  #depth = 0;

  constructor(private readonly tokens: readonly LaidOutToken[]) {}

  program(): HandlebarsNode[] {
    const { nodes, ended } = this.#nodes();
    if (ended)
      throw new HandlebarsError(`{{${sigilOf(ended)}}} has no block to belong to`, ended.token.start);
    return nodes;
  }

  /** Reads up to an `else` or a closing tag, which it hands back. */
  #nodes(): { nodes: HandlebarsNode[]; ended: LaidOutTag | undefined } {
    const nodes: HandlebarsNode[] = [];
    for (;;) {
      const next = this.tokens[this.#at++];
      if (!next) return { nodes, ended: undefined };
      if (next.token.kind === "text") {
        if (next.text !== "") nodes.push({ kind: "text", text: next.text, start: next.token.start });
        continue;
      }
      const tag = { ...next, token: next.token };
      if (tag.token.type === "else" || tag.token.type === "close") return { nodes, ended: tag };
      const node = this.#tag(tag);
      if (node) nodes.push(node);
    }
  }

  #tag(tag: LaidOutTag): HandlebarsNode | undefined {
    const { type, inner, innerStart, start } = tag.token;
    if (type === "comment") return undefined;
    if (type === "unsupported") {
      throw new HandlebarsError(`{{${inner.split(/\s/)[0]} …}} has no equivalent here`, start);
    }
    if (type === "open" || type === "inverse-open") return this.#block(tag);
    const { call } = parseCall(inner, innerStart);
    if (type === "partial") return { kind: "partial", name: call.head, call, indent: tag.indent, start };
    return { kind: "mustache", call, start };
  }

  #block(tag: LaidOutTag): HandlebarsBlock {
    const { block, ended } = this.#section(tag);
    const opened = tag.token.inner.trim().split(/\s/)[0] ?? "";
    if (!ended) {
      throw new HandlebarsError(`{{#${opened}}} is not closed; write {{/${opened}}}`, tag.token.start);
    }
    const closes = ended.token.inner.trim();
    if (closes === opened) return block;
    throw new HandlebarsError(`{{/${closes}}} closes {{#${opened}}}`, ended.token.start);
  }

  /** A block up to its closing tag, which it hands back; `{{else if x}}` opens a block that shares it. */
  #section(tag: LaidOutTag): { block: HandlebarsBlock; ended: LaidOutTag | undefined } {
    const { inner, innerStart, start, type } = tag.token;
    if (++this.#depth > maxDepth)
      throw new HandlebarsError(`more than ${maxDepth} blocks within each other`, start);
    const { call, params } = parseCall(inner, innerStart);
    const { nodes: body, ended: first } = this.#nodes();
    const { nodes: otherwise, ended } =
      first?.token.type === "else" ? this.#otherwise(first) : { nodes: [], ended: first };
    this.#depth--;
    const ownLines = [tag.ownLine, first?.ownLine ?? false, ended?.ownLine ?? false] as const;
    const inverted = type === "inverse-open";
    return { block: { kind: "block", call, params, body, otherwise, inverted, ownLines, start }, ended };
  }

  #otherwise(tag: LaidOutTag): { nodes: HandlebarsNode[]; ended: LaidOutTag | undefined } {
    if (tag.token.inner.trim() !== "") {
      const { block, ended } = this.#section(tag);
      return { nodes: [block], ended };
    }
    const { nodes, ended } = this.#nodes();
    if (ended?.token.type !== "else") return { nodes, ended };
    throw new HandlebarsError("the block has two {{else}}", ended.token.start);
  }
}

function sigilOf(tag: LaidOutTag): string {
  return tag.token.type === "close" ? `/${tag.token.inner.trim()}` : `else${tag.token.inner}`;
}
