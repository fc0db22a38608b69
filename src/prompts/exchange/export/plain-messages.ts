import type { Expression, Span, TemplateNode } from "../../template/ast.js";
import { trimmedText } from "../../template/message-builder.js";
import { quoteSource } from "../../template/template-error.js";
import type { Message, Prompt, Role } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { unrolledNodes } from "./unroll-examples.js";
import { valueText } from "./value-text.js";

interface Piece {
  readonly text: string;
  /** A value that is put in is none of the template's text: nothing in it is taken for a placeholder but itself. */
  readonly kind: "literal" | "constant" | "placeholder";
  readonly span: Span;
}

/**
 * The messages of a template that only puts values in, with `{{name}}` for each. Loops, conditions and filters are refused
 * where they stand.
 * @param hint what to do about them.
 */
export function plainMessages(prompt: Prompt, conversion: Conversion, hint: string): Message[] {
  const messages: { readonly role: Role; readonly pieces: Piece[] }[] = [];
  const add = (piece: Piece) => {
    if (messages.length === 0 && piece.kind === "literal" && piece.text.trim() === "") return;
    if (messages.length === 0) messages.push({ role: "user", pieces: [] });
    messages.at(-1)?.pieces.push(piece);
  };
  for (const node of unrolledNodes(prompt)) {
    const { span } = node;
    if (node.kind === "role") messages.push({ role: node.role, pieces: [] });
    else if (node.kind === "text") add({ text: node.text, kind: "literal", span });
    else if (node.kind === "output") add({ ...outputPiece(node.expression, conversion, hint), span });
    else if (node.kind !== "comment") refuse(node, conversion, hint);
  }
  return messages.flatMap(({ role, pieces }) => {
    noteLikeness(pieces, conversion);
    const content = trimmedText(pieces.map(({ text, kind }) => ({ text, literal: kind === "literal" })));
    return content === "" ? [] : [{ role, content }];
  });
}

function refuse(node: TemplateNode, conversion: Conversion, hint: string): void {
  const what = { if: "a condition", for: "a loop", set: "a variable that is set" };
  const name = node.kind === "if" || node.kind === "for" || node.kind === "set" ? what[node.kind] : node.kind;
  conversion.refuse(
    `${name} cannot be written in this format`,
    node.span.source.locate(node.span.start),
    hint,
  );
}

function outputPiece(
  expression: Expression,
  conversion: Conversion,
  hint: string,
): Pick<Piece, "text" | "kind"> {
  if (expression.kind === "literal") return { text: valueText(expression.value), kind: "constant" };
  if (expression.kind === "variable") return { text: `{{${expression.name}}}`, kind: "placeholder" };
  const at = expression.span.source.locate(expression.span.start);
  const [fallback] = expression.kind === "filter" && expression.name === "default" ? expression.args : [];
  if (expression.kind === "filter" && fallback?.kind === "literal" && fallback.value === "") {
    conversion.drop('default("")', at, "there, what is absent has to be given as an empty text");
    return outputPiece(expression.input, conversion, hint);
  }
  const what = quoteSource(expression.span);
  conversion.refuse(`${what} cannot be written in this format, only a name can`, at, hint);
  return { text: "", kind: "constant" };
}

/** Text that looks like a placeholder is one to whoever reads the result. */
function noteLikeness(pieces: readonly Piece[], conversion: Conversion): void {
  let [run, first]: [string, Piece | undefined] = ["", undefined];
  for (const piece of [...pieces, undefined]) {
    if (piece && piece.kind !== "placeholder") {
      first ??= piece;
      run += piece.text;
      continue;
    }
    const match = /\{\{[ \t]*[A-Za-z_][\w-]*[ \t]*\}\}/.exec(run);
    if (match && first) {
      const at = first.span.source.locate(first.span.start);
      conversion.drop(`the text ${match[0]}`, at, "it is read as a variable there");
    }
    [run, first] = ["", undefined];
  }
}
