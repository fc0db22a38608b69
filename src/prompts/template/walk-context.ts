import type { Role } from "../types.js";
import type { Expression, TemplateNode } from "./ast.js";

/** What an expression is for: written out, a condition, what a loop goes through, or the value of a `set`. */
export type ExpressionUse = "output" | "condition" | "list" | "value";

/** What is known at a place of a template. */
export interface WalkContext {
  /** Whose message it is in; `user` throughout a template without role lines, undefined before the first. */
  readonly role: Role | undefined;
  /**
   * Names that the template itself gives here: loop variables, `loop`, and what `set` has set. It changes as the walk
   * goes on.
   */
  readonly locals: ReadonlySet<string>;
  /**
   * Of the variable that an expression is or belongs to: whether it does no harm if it has no value (null) here. So it
   * is inside `is defined` and `default`, where it is only asked whether it is true, and in a branch whose condition
   * proves it to have a value.
   */
  readonly guarded: boolean;
  /** What the expression is a part of; undefined for nodes. */
  readonly use: ExpressionUse | undefined;
}

export interface TemplateVisitor {
  node?(node: TemplateNode, context: WalkContext): void;
  expression?(expression: Expression, context: WalkContext): void;
}
