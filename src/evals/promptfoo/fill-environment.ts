import type { TemplateNode } from "../../prompts/template/ast.js";
import { variableUses } from "../../prompts/template/walk.js";
import { looseTemplate, renderLoose } from "../loose-template.js";

type Output = Extract<TemplateNode, { kind: "output" }>;

const nothing = new Map<string, string>();

/**
 * Writes variables of the environment into a text: `{{ env.NAME }}`, also with filters. What names anything else, or a variable
 * that is not set, stays for later.
 */
export function fillEnvironment(text: string, env: Readonly<Record<string, string | undefined>>): string {
  if (!text.includes("{{") || !text.includes("env")) return text;
  const template = looseTemplate(text);
  if (!template) return text;
  const parts: string[] = [];
  let at = 0;
  for (const node of outputsIn(template.nodes)) {
    const uses = variableUses({ nodes: [node], included: [] });
    if (uses.length === 0 || uses.some(({ name }) => name !== "env")) continue;
    const { start, end } = node.span;
    const value = renderLoose(text.slice(start, end), nothing, { file: "", env });
    if (value === "") continue;
    parts.push(text.slice(at, start), value);
    at = end;
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(at);
}

/** In the order of the text. */
function outputsIn(nodes: readonly TemplateNode[]): readonly Output[] {
  return nodes.flatMap((node): readonly Output[] => {
    if (node.kind === "output") return [node];
    if (node.kind === "if") return node.branches.flatMap(({ body }) => outputsIn(body));
    return node.kind === "for" ? [...outputsIn(node.body), ...outputsIn(node.otherwise)] : [];
  });
}
