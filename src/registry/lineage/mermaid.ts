import type { LineageGraph, LineageKind, LineageNode } from "./types.js";

/** What stands before and after a node's text: its shape. */
const shapes: Readonly<Record<LineageKind, readonly [string, string]>> = {
  data: ["[(", ")]"],
  prompt: ["[/", "/]"],
  base: ["[", "]"],
  code: ["[", "]"],
  environment: ["[", "]"],
  run: ["([", "])"],
  model: ["[[", "]]"],
  suite: ["{{", "}}"],
  monitor: ["{{", "}}"],
  reproduction: ["{{", "}}"],
  alias: [">", "]"],
};

const styles = [
  "classDef model stroke-width:3px",
  "classDef good stroke:#0a7c42",
  "classDef bad stroke:#b3261e,stroke-width:3px",
  "classDef unclear stroke:#b07d00,stroke-dasharray:4 3",
] as const;

/**
 * The graph as a flow chart of Mermaid, which GitHub and GitLab draw in Markdown.
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidText({ nodes, edges }: LineageGraph): string {
  const names = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
  const lines = [
    "flowchart LR",
    ...nodes.map((node) => `${names.get(node.id)}${nodeText(node)}`),
    ...edges.map(({ from, to }) => `${names.get(from)} --> ${names.get(to)}`),
    ...styles,
    ...nodes.flatMap((node) => classesOf(node).map((style) => `class ${names.get(node.id)} ${style}`)),
  ];
  return `${lines.map((line, at) => (at === 0 ? line : `  ${line}`)).join("\n")}\n`;
}

function nodeText({ kind, label, details }: LineageNode): string {
  const [open, close] = shapes[kind];
  const text = [`${kind} ${label}`, ...details].map(escaped).join("<br/>");
  return `${open}"${text}"${close}`;
}

function classesOf({ kind, state }: LineageNode): string[] {
  return [...(kind === "model" ? ["model"] : []), ...(state === undefined ? [] : [state])];
}

/** Mermaid's own escapes by number; what could end the text, or be read as Markdown or HTML in it. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[^\p{L}\p{N} .,:;@%+=/()-]/gu, (found) => `#${found.codePointAt(0) ?? 0};`);
}
