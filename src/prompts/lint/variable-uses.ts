import type { Template } from "../template/ast.js";
import { type VariableUse, variableUses } from "../template/walk.js";

const known = new WeakMap<Template, readonly VariableUse[]>();

/** Every use of a variable that the template does not give itself; several checks ask, the template is walked once. */
export function usesOf(template: Template): readonly VariableUse[] {
  const uses = known.get(template) ?? variableUses(template);
  known.set(template, uses);
  return uses;
}
