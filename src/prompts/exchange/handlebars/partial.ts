import type { TextSource } from "../../source.js";
import { type Piece, text } from "../template-pieces.js";
import type { HandlebarsNode } from "./ast.js";
import { parseHandlebars } from "./parse.js";
import type { Scope } from "./scope.js";
import type { TemplateConverter, TemplateFile } from "./to-template.js";
import { HandlebarsError } from "./tokens.js";

/** Finds the text of `{{> name}}`; a string says why there is none. */
export type PartialResolver = (name: string) => TextSource | string;

const maxDepth = 20;

/** Takes a partial's text in where it is called. */
export function inlinePartial(
  converter: TemplateConverter,
  node: Extract<HandlebarsNode, { kind: "partial" }>,
  scope: Scope,
  file: TemplateFile,
): Piece[] {
  const at = file.source.locate(node.start);
  const refuse = (message: string, hint?: string): Piece[] => {
    converter.conversion.refuse(message, at, hint);
    return [];
  };
  const name = nameOf(node);
  if (name === undefined)
    return refuse("a partial that is chosen when the prompt is rendered has no equivalent here");
  if (file.within.includes(name)) {
    return refuse(`the partials go round in a circle: ${[...file.within, name].join(" → ")}`);
  }
  if (file.within.length >= maxDepth) return refuse(`more than ${maxDepth} partials within each other`);
  const source = converter.partials(name);
  if (typeof source === "string")
    return refuse(source, `put the partial into _${name}.prompt beside the prompt`);
  const inner = partialScope(converter, node, scope, file);
  try {
    const nodes = parseHandlebars(source.text, 0);
    const pieces = converter.nodes(nodes, inner, { source, within: [...file.within, name] });
    return node.indent === "" ? pieces : indented(pieces, node.indent);
  } catch (error) {
    if (!(error instanceof HandlebarsError)) throw error;
    converter.conversion.refuse(error.message, source.locate(error.offset));
    return [];
  }
}

function nameOf(node: Extract<HandlebarsNode, { kind: "partial" }>): string | undefined {
  const { name } = node;
  if (name.kind === "literal") return String(name.value);
  if (name.kind !== "path" || name.data || name.up > 0 || name.scoped) return undefined;
  return name.parts.join("/");
}

/** A partial sees what its caller sees, or the value it is handed, and its named arguments before both. */
function partialScope(
  converter: TemplateConverter,
  node: Extract<HandlebarsNode, { kind: "partial" }>,
  scope: Scope,
  file: TemplateFile,
): Scope {
  const [context] = node.call.args;
  const self = context && converter.value(context, scope, file);
  const names = new Map(self ? [] : scope.names);
  for (const [key, argument] of node.call.named) {
    const value = converter.value(argument, scope, file);
    if (value) names.set(key, value);
  }
  return self ? { ...scope, self, parent: scope, names } : { ...scope, names };
}

/** Handlebars puts the white space before a partial's tag before each of its lines. */
function indented(pieces: readonly Piece[], indent: string): Piece[] {
  let atLineStart = true;
  return pieces.flatMap((piece): Piece[] => {
    const start = atLineStart ? [text(indent)] : [];
    if (piece.kind === "output") {
      atLineStart = false;
      return [...start, piece];
    }
    if (piece.kind !== "text") return [piece];
    const lines = piece.text.replace(/\n(?!$)/g, `\n${indent}`);
    atLineStart = piece.text === "" ? atLineStart : piece.text.endsWith("\n");
    return [...(piece.text === "" ? [] : start), text(lines)];
  });
}
