import type { Branch, Expression, TemplateNode } from "./ast.js";
import type { Tag } from "./token.js";

/** A block whose end has not come yet. */
export type OpenBlock = OpenIf | OpenFor;

interface OpenIf {
  readonly kind: "if";
  readonly opening: Tag;
  /** The branches before the current one. */
  readonly branches: Branch[];
  /** Of the current branch; undefined in the `else`. */
  condition: Expression | undefined;
  body: TemplateNode[];
  hasElse: boolean;
}

interface OpenFor {
  readonly kind: "for";
  readonly opening: Tag;
  readonly names: readonly string[];
  readonly list: Expression;
  /** Of the loop, once its `else` has come. */
  loopBody: TemplateNode[] | undefined;
  body: TemplateNode[];
}

/** Ends the current branch of an `if` and begins the next one. @param condition undefined for the `else`. */
export function nextBranch(block: OpenIf, condition: Expression | undefined): void {
  block.branches.push(branch(block));
  block.condition = condition;
  block.body = [];
  block.hasElse ||= condition === undefined;
}

/** The node that a block becomes once it has ended. @param end behind its last tag. */
export function closeBlock(block: OpenBlock, span: TemplateNode["span"]): TemplateNode {
  if (block.kind === "if") return { kind: "if", branches: [...block.branches, branch(block)], span };
  const { names, list, loopBody, body } = block;
  return { kind: "for", names, list, body: loopBody ?? body, otherwise: loopBody ? body : [], span };
}

function branch({ condition, body }: OpenIf): Branch {
  return { ...(condition && { condition }), body };
}
