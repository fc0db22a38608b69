import type { Json, Message } from "../types.js";
import type { Template, TemplateNode } from "./ast.js";
import { hasRoles } from "./check-roles.js";
import { Evaluator } from "./evaluate.js";
import { loopItems, loopValue } from "./loop-items.js";
import { MessageBuilder } from "./message-builder.js";
import { Meter } from "./meter.js";
import { Scope } from "./scope.js";
import { isTrue } from "./value.js";

/**
 * Fills a template in.
 * @param template that was read without problems. @param values by name, `examples` like any other. An input that may
 *   be left out is given as null: then a condition may ask for it, and only a name that nobody knows is an error there.
 * @returns the messages that say something, in order.
 * @throws {MlxError} MLX_TEMPLATE (exit 2) with the place: a value that is missing or of the wrong kind, or a limit.
 */
export function renderTemplate(template: Template, values: ReadonlyMap<string, Json>): Message[] {
  const messages = new MessageBuilder(hasRoles(template) ? undefined : "user");
  new Renderer(messages).nodes(template.nodes, new Scope(values));
  return messages.finish();
}

class Renderer {
  readonly #meter = new Meter();
  readonly #evaluator = new Evaluator(this.#meter);
  readonly #messages: MessageBuilder;

  constructor(messages: MessageBuilder) {
    this.#messages = messages;
  }

  nodes(nodes: readonly TemplateNode[], scope: Scope): void {
    for (const node of nodes) this.#node(node, scope);
  }

  #node(node: TemplateNode, scope: Scope): void {
    this.#meter.charge(node.span);
    switch (node.kind) {
      case "text":
        this.#messages.add(node.text, true, node.span);
        break;
      case "output":
        this.#messages.add(this.#evaluator.text(node.expression, scope), false, node.span);
        break;
      case "role":
        this.#messages.begin(node.role);
        break;
      case "set":
        scope.set(node.name, this.#evaluator.value(node.value, scope));
        break;
      case "include":
        this.nodes(node.template.nodes, scope);
        break;
      case "if":
        this.#if(node, scope);
        break;
      case "for":
        this.#for(node, scope);
        break;
      case "comment":
        break;
    }
  }

  #if({ branches }: Extract<TemplateNode, { kind: "if" }>, scope: Scope): void {
    const branch = branches.find(
      ({ condition }) => !condition || isTrue(this.#evaluator.value(condition, scope)),
    );
    if (branch) this.nodes(branch.body, scope);
  }

  #for(node: Extract<TemplateNode, { kind: "for" }>, scope: Scope): void {
    const items = loopItems(node, this.#evaluator.value(node.list, scope));
    this.#meter.charge(node.list.span, items.length);
    for (const [index, values] of items.entries()) {
      const inner = new Scope(scope);
      inner.set("loop", loopValue(index, items.length));
      for (const [position, name] of node.names.entries()) inner.set(name, values[position] ?? null);
      this.nodes(node.body, inner);
    }
    if (items.length === 0) this.nodes(node.otherwise, new Scope(scope));
  }
}
