import type { TextSource } from "./source.js";
import type { Template, TemplateNode } from "./template/ast.js";
import { includedEnd } from "./template/include.js";
import { type Prompt, rolePattern } from "./types.js";

type IncludeNode = Extract<TemplateNode, { readonly kind: "include" }>;

/** Renders nothing, and keeps what stands on both sides apart. */
const barrier = "{##}";
/** How many characters before an include are looked at. */
const lookedBack = 4096;
const roleLine = new RegExp(`^(?:${rolePattern}):[ \\t]*$`);

/** The frozen text of a prompt: LF line ends, no byte order mark, every include replaced by what it takes in. */
export function flattenPrompt({ source, template }: Pick<Prompt, "source" | "template">): string {
  const head = source.text.slice(0, source.bodyStart);
  return (head + inlined(source, source.bodyStart, source.text.length, template)).replaceAll("\r\n", "\n");
}

/** The text from `start` to `end` with every include of it replaced. */
function inlined(source: TextSource, start: number, end: number, template: Template): string {
  const whole = source.text.slice(0, end);
  const pieces: string[] = [];
  let tail = "";
  const add = (piece: string): void => {
    pieces.push(piece);
    tail = (tail + piece).slice(-lookedBack);
  };
  let at = start;
  for (const node of includesOf(template.nodes)) {
    add(whole.slice(at, node.span.start));
    add(replacement(node, tail, whole));
    at = node.span.end;
  }
  add(whole.slice(at));
  return pieces.join("");
}

/** The includes of one file, in blocks too, in the order of the text. */
function includesOf(nodes: readonly TemplateNode[]): IncludeNode[] {
  return nodes.flatMap((node): IncludeNode[] => {
    if (node.kind === "include") return [node];
    if (node.kind === "if") return node.branches.flatMap((branch) => includesOf(branch.body));
    return node.kind === "for" ? [...includesOf(node.body), ...includesOf(node.otherwise)] : [];
  });
}

/**
 * What stands for an include: its text, and between it and its neighbours what keeps their meaning. White space control
 * does not reach across the edge of a file, and halves of lines must not become a role line.
 * @param before the end of the text that precedes it. @param whole of the file that the tag stands in.
 */
function replacement({ span, template }: IncludeNode, before: string, whole: string): string {
  const included = template.nodes[0]?.span.source;
  const inner = included ? inlined(included, 0, includedEnd(included.text), template) : "";
  const tag = whole.slice(span.start, span.end);
  const rest = lineFrom(whole, span.end);
  const lineBefore = before.slice(before.lastIndexOf("\n") + 1);
  const [firstLine = ""] = inner.split(/\r?\n/, 1);
  const oneLine = !inner.includes("\n");
  const lastLine = inner.slice(inner.lastIndexOf("\n") + 1);
  const leads = beginsWithRole(template);
  const ends = roleLine.test(lastLine);

  let left = "";
  if (tag.startsWith("{%-")) left = "{#- #}";
  else if (trimsAfter(before) || trimsBefore(inner, 0)) left = barrier;
  else if (!leads && roleLine.test(lineBefore + firstLine + (oneLine ? rest : ""))) left = barrier;
  if (leads && lineBefore + left !== "") left += "\n";

  let right = "";
  if (tag.endsWith("-%}")) right = "{# -#}";
  else if (trimsAfter(inner) || trimsBefore(whole, span.end)) right = barrier;
  else if (!ends && roleLine.test((oneLine ? lineBefore : "") + lastLine + rest)) right = barrier;
  if (ends && rest.trim() + right !== "") right = `\n${right}`;

  const opens = inner.endsWith("{") && /^[{%#]/.test(right + rest);
  return left + (opens ? `${inner.slice(0, -1)}{{ "{" }}` : inner) + right;
}

/** Whether a tag at the end of a text takes away the white space behind it. */
function trimsAfter(text: string): boolean {
  return /^-[%}#]\}$/.test(text.trimEnd().slice(-3));
}

/** Whether a tag, the first thing from an offset on, takes away the white space before it. */
function trimsBefore(text: string, offset: number): boolean {
  const trimming = /\s*\{[%{#]-/y;
  trimming.lastIndex = offset;
  return trimming.test(text);
}

function lineFrom(text: string, offset: number): string {
  const line = /[^\r\n]*/y;
  line.lastIndex = offset;
  return line.exec(text)?.[0] ?? "";
}

function beginsWithRole({ nodes }: Template): boolean {
  const [first] = nodes;
  if (first === undefined || first.span.start > 0) return false;
  return first.kind === "role" || (first.kind === "include" && beginsWithRole(first.template));
}
