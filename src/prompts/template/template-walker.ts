import type { Role } from "../types.js";
import type { Expression, Template, TemplateNode } from "./ast.js";
import { hasRoles } from "./check-roles.js";
import { guardsOf } from "./guards.js";
import { NameCounts } from "./name-counts.js";
import type { ExpressionUse, TemplateVisitor } from "./walk-context.js";

/** Tests that cannot be asked of null. */
const testsOfNumbers: ReadonlySet<string> = new Set(
  ["even", "odd", "divisibleby"].concat(["lt", "le", "gt", "ge", "lessthan", "greaterthan"]),
);

/** How an expression is looked at: what it is for, and what becomes of it if it has no value. */
interface Look {
  readonly use: ExpressionUse;
  /** `asked`: null may be what comes out. `covered`: so may nothing at all, such as a member of null. */
  readonly harmless: "asked" | "covered" | undefined;
}

/** Goes through a template as rendering would, but into every branch, keeping what is known at each place. */
export class TemplateWalker {
  readonly #template: Template;
  readonly #visitor: TemplateVisitor;
  readonly #locals = new Set<string>();
  readonly #guarded = new NameCounts();
  /** Names that became local in the block that is being walked. */
  #added: string[] = [];
  #role: Role | undefined;

  constructor(template: Template, visitor: TemplateVisitor) {
    this.#template = template;
    this.#visitor = visitor;
    this.#role = hasRoles(template) ? undefined : "user";
  }

  walk(): void {
    this.#nodes(this.#template.nodes);
  }

  #nodes(nodes: readonly TemplateNode[]): void {
    for (const node of nodes) this.#node(node);
  }

  #node(node: TemplateNode): void {
    if (node.kind === "role") this.#role = node.role;
    const context = { role: this.#role, locals: this.#locals, guarded: false, use: undefined };
    this.#visitor.node?.(node, context);
    switch (node.kind) {
      case "output":
        this.#expression(node.expression, { use: "output", harmless: undefined });
        break;
      case "set":
        this.#expression(node.value, { use: "value", harmless: undefined });
        this.#addLocal(node.name);
        break;
      case "include":
        this.#nodes(node.template.nodes);
        break;
      case "if":
        this.#if(node);
        break;
      case "for":
        this.#for(node);
        break;
      default:
        break;
    }
  }

  #if({ branches }: Extract<TemplateNode, { kind: "if" }>): void {
    const passed: ReadonlySet<string>[] = [];
    for (const { condition, body } of branches) {
      if (condition) this.#expression(condition, { use: "condition", harmless: "asked" });
      const guards = condition && guardsOf(condition);
      this.#within(guards?.whenTrue ?? [], () => this.#nodes(body));
      if (!guards) continue;
      this.#guarded.add(guards.whenFalse);
      passed.push(guards.whenFalse);
    }
    for (const names of passed) this.#guarded.remove(names);
  }

  #for({ names, list, body, otherwise }: Extract<TemplateNode, { kind: "for" }>): void {
    this.#expression(list, { use: "list", harmless: undefined });
    const through = rootName(list);
    this.#within(through === undefined ? [] : [through], () => {
      this.#scoped([...names, "loop"], () => this.#nodes(body));
    });
    this.#scoped([], () => this.#nodes(otherwise));
  }

  /** Walks a block outside of which nothing is known of what it sets. */
  #scoped(names: readonly string[], walk: () => void): void {
    const outer = this.#added;
    this.#added = [];
    for (const name of names) this.#addLocal(name);
    walk();
    for (const name of this.#added) this.#locals.delete(name);
    this.#added = outer;
  }

  #within(names: Iterable<string>, walk: () => void): void {
    this.#guarded.add(names);
    walk();
    this.#guarded.remove(names);
  }

  #addLocal(name: string): void {
    if (this.#locals.has(name)) return;
    this.#locals.add(name);
    this.#added.push(name);
  }

  #expression(expression: Expression, look: Look): void {
    const name = rootName(expression);
    const guarded = look.harmless !== undefined || (name !== undefined && this.#guarded.has(name));
    const { use } = look;
    this.#visitor.expression?.(expression, { role: this.#role, locals: this.#locals, guarded, use });
    const plain: Look = { use, harmless: undefined };
    switch (expression.kind) {
      case "list":
        for (const item of expression.items) this.#expression(item, plain);
        break;
      case "mapping":
        for (const part of expression.entries.flat()) this.#expression(part, plain);
        break;
      case "member":
        this.#expression(expression.object, look.harmless === "covered" ? look : plain);
        this.#expression(expression.key, plain);
        break;
      case "slice":
        this.#expression(expression.object, plain);
        if (expression.from) this.#expression(expression.from, plain);
        if (expression.to) this.#expression(expression.to, plain);
        break;
      case "unary":
        this.#expression(
          expression.operand,
          expression.operator === "not" ? { use, harmless: "asked" } : plain,
        );
        break;
      case "binary":
        this.#binary(expression, look);
        break;
      case "conditional":
        this.#conditional(expression, look);
        break;
      case "filter":
        this.#filter(expression, look);
        break;
      case "test": {
        const covers = expression.name === "defined" || expression.name === "undefined";
        const harmless = covers ? "covered" : testsOfNumbers.has(expression.name) ? undefined : "asked";
        this.#expression(expression.input, { use, harmless });
        for (const arg of expression.args) this.#expression(arg, plain);
        break;
      }
      default:
        break;
    }
  }

  #binary(expression: Extract<Expression, { kind: "binary" }>, look: Look): void {
    const { operator, left, right } = expression;
    const plain: Look = { use: look.use, harmless: undefined };
    if (operator === "and" || operator === "or") {
      this.#expression(left, { use: look.use, harmless: "asked" });
      const { whenTrue, whenFalse } = guardsOf(left);
      this.#within(operator === "and" ? whenTrue : whenFalse, () => this.#chained(left, right, look));
      return;
    }
    const compares =
      operator === "==" || operator === "!=" ? ({ use: look.use, harmless: "asked" } as const) : plain;
    this.#expression(left, compares);
    this.#expression(right, compares);
  }

  /** The right side of `and`, of which `a < b < c` shares its b with the left side. */
  #chained(left: Expression, right: Expression, look: Look): void {
    const before = left.kind === "binary" && left.operator === "and" ? left.right : left;
    const shares = before.kind === "binary" && right.kind === "binary" && before.right === right.left;
    this.#expression(shares ? right.right : right, look);
  }

  #conditional(expression: Extract<Expression, { kind: "conditional" }>, look: Look): void {
    const { condition, then, otherwise } = expression;
    const { whenTrue, whenFalse } = guardsOf(condition);
    this.#within(whenTrue, () => this.#expression(then, look));
    this.#expression(condition, { use: "condition", harmless: "asked" });
    if (otherwise) this.#within(whenFalse, () => this.#expression(otherwise, look));
  }

  #filter(expression: Extract<Expression, { kind: "filter" }>, look: Look): void {
    const plain: Look = { use: look.use, harmless: undefined };
    const covers = expression.name === "default" || expression.name === "d";
    this.#expression(expression.input, covers ? { use: look.use, harmless: "covered" } : plain);
    for (const arg of [...expression.args, ...expression.named.values()]) this.#expression(arg, plain);
  }
}

/** The variable that an expression is, or is a member of. */
function rootName(expression: Expression): string | undefined {
  if (expression.kind === "variable") return expression.name;
  return expression.kind === "member" ? rootName(expression.object) : undefined;
}
