import { isList, isMapping } from "../../prompts/json-value.js";
import type { Template, TemplateNode } from "../../prompts/template/ast.js";
import { loopValue } from "../../prompts/template/loop-items.js";
import { Meter } from "../../prompts/template/meter.js";
import type { Vars } from "../types.js";
import { LooseEvaluator } from "./loose-evaluator.js";
import { LooseFrame } from "./loose-frame.js";
import { isTruthy, type LooseValue } from "./loose-value.js";
import { type FilterCall, type OwnFilters, PendingFilters } from "./own-filters.js";

/**
 * Fills a template in as Nunjucks does.
 * @param own filters of the suite. @throws {PendingFilters} with all calls of these that can be told already.
 * @throws {MlxError} `MLX_TEMPLATE` with the place, for what cannot be computed and for limits.
 */
export function renderNodes(
  template: Template,
  vars: Vars,
  env: Readonly<Record<string, string | undefined>>,
  own?: OwnFilters,
): string {
  const renderer = new LooseRenderer(env, own);
  renderer.asking(() => renderer.nodes(template.nodes, new LooseFrame(vars)));
  if (renderer.pending.length > 0) throw new PendingFilters(renderer.pending);
  return renderer.text;
}

class LooseRenderer {
  text = "";
  readonly pending: FilterCall[] = [];
  readonly #meter = new Meter();
  readonly #evaluator: LooseEvaluator;

  constructor(env: Readonly<Record<string, string | undefined>>, own: OwnFilters | undefined) {
    this.#evaluator = new LooseEvaluator(this.#meter, env, own);
  }

  /** Does a part of the work; if it waits for filters, these are noted. */
  asking(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof PendingFilters)) throw error;
      this.pending.push(...error.calls);
    }
  }

  nodes(nodes: readonly TemplateNode[], frame: LooseFrame): void {
    for (const node of nodes) this.#node(node, frame);
  }

  #node(node: TemplateNode, frame: LooseFrame): void {
    this.#meter.charge(node.span);
    switch (node.kind) {
      case "text":
        this.#write(node.text, node.span);
        break;
      case "output":
        // What is written out changes nothing: the rest can tell what it asks for, too.
        this.asking(() => this.#write(this.#evaluator.text(node.expression, frame), node.span));
        break;
      case "set":
        frame.assign(node.name, this.#evaluator.value(node.value, frame));
        break;
      case "if":
        this.nodes(
          node.branches.find(
            ({ condition }) => !condition || isTruthy(this.#evaluator.value(condition, frame)),
          )?.body ?? [],
          frame,
        );
        break;
      case "for":
        this.#for(node, frame);
        break;
      case "include":
      case "role":
      case "comment":
        break;
    }
  }

  #for(node: Extract<TemplateNode, { kind: "for" }>, frame: LooseFrame): void {
    const turns = turnsOf(this.#evaluator.value(node.list, frame), node.names.length);
    this.#meter.charge(node.list.span, turns.length);
    const inner = new LooseFrame(frame);
    for (const [index, values] of turns.entries()) {
      inner.bind("loop", loopValue(index, turns.length));
      for (const [position, name] of node.names.entries()) inner.bind(name, values[position]);
      this.nodes(node.body, inner);
    }
    if (turns.length === 0) this.nodes(node.otherwise, frame);
  }

  #write(text: string, span: TemplateNode["span"]): void {
    this.#meter.chargeText(span, this.text.length + text.length);
    this.text += text;
  }
}

/** What a loop goes through: for each turn, a value for each of its names. */
function turnsOf(value: LooseValue, names: number): readonly (readonly LooseValue[])[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) {
    if (names === 1) return value.map((item) => [item]);
    return value.map((item) => (isList(item) ? item : []));
  }
  if (isMapping(value)) return names === 1 ? [] : Object.entries(value);
  return typeof value === "string" && names === 1 ? [...value].map((item) => [item]) : [];
}
