import type { Role } from "../types.js";
import type { Span, Template } from "./ast.js";
import { TemplateWalker } from "./template-walker.js";
import type { ExpressionUse, TemplateVisitor } from "./walk-context.js";

/** Visits every node and expression in the order of the text, parents first, included files where they are included. */
export function walkTemplate(template: Template, visitor: TemplateVisitor): void {
  new TemplateWalker(template, visitor).walk();
}

/** Where a template uses a name that it does not give itself. */
export interface VariableUse {
  readonly name: string;
  readonly span: Span;
  readonly role: Role | undefined;
  /** Whether it does no harm if the input has no value here; the name must be known all the same. */
  readonly guarded: boolean;
  readonly kind: ExpressionUse;
}

/** Every use of a name that is not local, in the order of the text. */
export function variableUses(template: Template): VariableUse[] {
  const uses: VariableUse[] = [];
  walkTemplate(template, {
    expression(expression, { role, locals, guarded, use }) {
      if (expression.kind !== "variable" || locals.has(expression.name)) return;
      uses.push({ name: expression.name, span: expression.span, role, guarded, kind: use ?? "value" });
    },
  });
  return uses;
}
