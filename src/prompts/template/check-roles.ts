import type { Template, TemplateNode } from "./ast.js";
import type { ProblemList } from "./problem-list.js";
import { TemplateFault } from "./template-fault.js";

/** Whether any message of the template has a role line. */
export function hasRoles(template: Pick<Template, "nodes">): boolean {
  return someNode(template.nodes, new Set(), (node) => node.kind === "role");
}

/** Tells of text that stands before the first role line, so that nobody would speak it. */
export function checkRoles(template: Template, problems: ProblemList): void {
  if (!hasRoles(template)) return;
  someNode(template.nodes, new Set(), (node) => {
    if (node.kind === "role") return true;
    if (node.kind !== "output" && !(node.kind === "text" && node.text.trim() !== "")) return false;
    const blank = node.kind === "text" ? node.text.length - node.text.trimStart().length : 0;
    const message = "this stands before the first role line, so it belongs to no message";
    const hint = "begin with a line `system:`, `developer:`, `user:` or `assistant:`";
    problems.add(node.span.source, new TemplateFault(message, node.span.start + blank, node.span.end, hint));
    return true;
  });
}

/**
 * Whether any node fits, in the order of the text.
 * @param seen included templates in which none does: each is looked at once.
 */
function someNode(
  nodes: readonly TemplateNode[],
  seen: Set<Template>,
  fits: (node: TemplateNode) => boolean,
): boolean {
  return nodes.some((node) => {
    if (fits(node)) return true;
    if (node.kind === "if") return node.branches.some(({ body }) => someNode(body, seen, fits));
    if (node.kind === "for") return someNode(node.body, seen, fits) || someNode(node.otherwise, seen, fits);
    if (node.kind !== "include" || seen.has(node.template)) return false;
    seen.add(node.template);
    return someNode(node.template.nodes, seen, fits);
  });
}
