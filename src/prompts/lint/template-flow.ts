import type { Expression, Span, Template, TemplateNode } from "../template/ast.js";
import type { Role } from "../types.js";

/** An input that reaches a message, where it is written out. */
export interface Outflow {
  /** The inputs whose text the output may hold. */
  readonly inputs: ReadonlySet<string>;
  readonly expression: Expression;
  readonly span: Span;
  /** Whose message it may be in. */
  readonly roles: ReadonlySet<Role>;
}

/** What a template writes, in the order of the text. */
export interface FlowVisitor {
  text?(node: { readonly text: string; readonly span: Span }): void;
  output?(output: Outflow): void;
  /** A new message begins. */
  role?(role: Role): void;
}

/** For each name that the template sets: the inputs that its value may come from. */
type Origins = ReadonlyMap<string, ReadonlySet<string>>;

interface State {
  readonly origins: Origins;
  readonly roles: ReadonlySet<Role>;
}

const nothing: ReadonlySet<string> = new Set();
/** Filters that give a number, whatever they are given. */
const measures: ReadonlySet<string> = new Set(["length", "count", "int", "float", "round", "abs"]);

/**
 * Follows inputs through a template to where they are written out: through `set`, loops, filters, conditions and includes. Each
 * branch of an `if` counts as taken, each loop as run.
 * @param isInput which names the caller gives.
 */
export function followInputs(
  template: Template,
  isInput: (name: string) => boolean,
  visitor: FlowVisitor,
): void {
  new Flow(isInput, visitor).nodes(template.nodes, { origins: new Map(), roles: firstRoles(template.nodes) });
}

/** Without any role line the whole template is one user message. */
function firstRoles(nodes: readonly TemplateNode[]): ReadonlySet<Role> {
  return hasRole(nodes) ? new Set() : new Set<Role>(["user"]);
}

function hasRole(nodes: readonly TemplateNode[]): boolean {
  return nodes.some((node) => {
    if (node.kind === "role") return true;
    if (node.kind === "include") return hasRole(node.template.nodes);
    if (node.kind === "if") return node.branches.some(({ body }) => hasRole(body));
    return node.kind === "for" && (hasRole(node.body) || hasRole(node.otherwise));
  });
}

class Flow {
  constructor(
    private readonly isInput: (name: string) => boolean,
    private readonly visitor: FlowVisitor,
  ) {}

  nodes(nodes: readonly TemplateNode[], state: State): State {
    let current = state;
    let own: Map<string, ReadonlySet<string>> | undefined;
    for (const node of nodes) {
      if (node.kind !== "set") {
        current = this.node(node, current);
        continue;
      }
      // One copy for a sequence, since a template may set thousands of names.
      if (own !== current.origins) own = new Map(current.origins);
      own?.set(node.name, this.origins(node.value, current));
      current = { ...current, origins: own ?? current.origins };
    }
    return current;
  }

  private node(node: Exclude<TemplateNode, { kind: "set" }>, state: State): State {
    switch (node.kind) {
      case "text":
        this.visitor.text?.(node);
        return state;
      case "output":
        this.output(node.expression, node.span, state);
        return state;
      case "role":
        this.visitor.role?.(node.role);
        return { ...state, roles: new Set([node.role]) };
      case "include":
        return this.nodes(node.template.nodes, state);
      case "if":
        return this.branches(node, state);
      case "for":
        return this.loop(node, state);
      case "comment":
        return state;
    }
  }

  private output(expression: Expression, span: Span, state: State): void {
    const inputs = this.origins(expression, state);
    this.visitor.output?.({ inputs, expression, span, roles: state.roles });
  }

  private branches(node: Extract<TemplateNode, { kind: "if" }>, state: State): State {
    const ends = node.branches.map(({ body }) => this.nodes(body, state));
    if (node.branches.every(({ condition }) => condition !== undefined)) ends.push(state);
    return ends.reduce(joinStates);
  }

  /** What is set inside stays inside; whose message it is does not. */
  private loop(node: Extract<TemplateNode, { kind: "for" }>, state: State): State {
    const from = this.origins(node.list, state);
    const inside = new Map(state.origins).set("loop", nothing);
    for (const name of node.names) inside.set(name, from);
    const { roles } = this.nodes(node.body, { origins: inside, roles: state.roles });
    const otherwise = this.nodes(node.otherwise, state);
    return { origins: state.origins, roles: union(union(state.roles, roles), otherwise.roles) };
  }

  /** The inputs whose text a value may hold. What is only compared, tested or counted is not in it. */
  private origins(expression: Expression, state: State): ReadonlySet<string> {
    const of = (inner: Expression) => this.origins(inner, state);
    switch (expression.kind) {
      case "variable": {
        const set = state.origins.get(expression.name);
        return set ?? (this.isInput(expression.name) ? new Set([expression.name]) : nothing);
      }
      case "literal":
      case "test":
        return nothing;
      case "list":
        return expression.items.map(of).reduce(union, nothing);
      case "mapping":
        return expression.entries.flatMap((entry) => entry.map(of)).reduce(union, nothing);
      case "member":
      case "slice":
        return of(expression.object);
      case "unary":
        return nothing;
      case "binary":
        return carriesText.has(expression.operator)
          ? union(of(expression.left), of(expression.right))
          : nothing;
      case "conditional":
        return union(of(expression.then), expression.otherwise ? of(expression.otherwise) : nothing);
      case "filter": {
        if (measures.has(expression.name)) return nothing;
        const args = [...expression.args, ...expression.named.values()].map(of);
        return args.reduce(union, of(expression.input));
      }
    }
  }
}

const carriesText: ReadonlySet<string> = new Set(["or", "and", "~", "+", "*"]);

function joinStates(a: State, b: State): State {
  if (a.origins === b.origins) return { origins: a.origins, roles: union(a.roles, b.roles) };
  const origins = new Map(a.origins);
  for (const [name, inputs] of b.origins) origins.set(name, union(origins.get(name) ?? nothing, inputs));
  return { origins, roles: union(a.roles, b.roles) };
}

function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (b.size === 0 || a === b) return a;
  if (a.size === 0) return b;
  return new Set([...a, ...b]);
}
