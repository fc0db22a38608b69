import type { Expression, TemplateNode } from "../../template/ast.js";
import type { InputSpec, Role } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { valueText } from "../export/value-text.js";
import { isStructured, schemaAt } from "../schema-at.js";
import { ConditionWriter } from "./conditions.js";
import { type NamePaths, paramName, pathOf } from "./paths.js";
import type { HandlebarsPart } from "./print.js";

/** Filters that shape a text: without them the value is still the same value. */
const shaping = new Set([
  "upper",
  "lower",
  "capitalize",
  "title",
  "trim",
  "string",
  "escape",
  "e",
  "indent",
  "truncate",
]);

const roleNames: Readonly<Record<Role, string>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "model",
};

/** Turns nodes of our template into Handlebars as dotprompt uses it. */
export class HandlebarsWriter {
  readonly #conditions: ConditionWriter;

  constructor(
    private readonly inputs: ReadonlyMap<string, InputSpec>,
    private readonly conversion: Conversion,
  ) {
    this.#conditions = new ConditionWriter(inputs, conversion);
  }

  nodes(nodes: readonly TemplateNode[], outer: NamePaths, inCondition = false): HandlebarsPart[] {
    const parts: HandlebarsPart[] = [];
    let names = outer;
    for (const node of nodes) {
      if (node.kind === "set") names = this.#set(node, names, inCondition);
      else parts.push(...this.#node(node, names));
    }
    return parts;
  }

  #node(node: TemplateNode, names: NamePaths): HandlebarsPart[] {
    switch (node.kind) {
      case "text":
        return [{ kind: "text", text: node.text }];
      case "output":
        return this.#output(node.expression, names);
      case "role":
        if (node.role === "developer")
          this.#drop("the role developer", node, "dotprompt has none; it is system there");
        return [{ kind: "mustache", source: `role "${roleNames[node.role]}"` }];
      case "if": {
        const branches = node.branches.map(({ condition, body }) => ({
          condition,
          parts: this.nodes(body, names, true),
        }));
        return this.#conditions.branches(branches, names);
      }
      case "for":
        return this.#loop(node, names);
      default:
        return [];
    }
  }

  #output(expression: Expression, names: NamePaths): HandlebarsPart[] {
    const path = pathOf(expression, names);
    if (path !== undefined)
      return [{ kind: "mustache", source: this.#isJson(expression) ? `json ${path}` : path }];
    if (expression.kind === "literal") return [{ kind: "text", text: valueText(expression.value) }];
    if (expression.kind === "binary" && expression.operator === "~") {
      return [...this.#output(expression.left, names), ...this.#output(expression.right, names)];
    }
    if (expression.kind === "conditional") {
      const { condition, then, otherwise } = expression;
      const branches = [{ condition, parts: this.#output(then, names) }];
      return this.#conditions.branches(
        otherwise ? [...branches, { parts: this.#output(otherwise, names) }] : branches,
        names,
      );
    }
    if (expression.kind === "filter") return this.#filter(expression, names);
    return this.#refuse(expression, "this expression");
  }

  #filter(expression: Extract<Expression, { kind: "filter" }>, names: NamePaths): HandlebarsPart[] {
    const { name, input, args, named } = expression;
    const path = pathOf(input, names);
    const [argument] = [...args, ...named.values()];
    const constant = argument?.kind === "literal" ? argument.value : undefined;
    if (name === "tojson" && path !== undefined) {
      const indent = typeof constant === "number" ? ` indent=${constant}` : "";
      return [{ kind: "mustache", source: `json ${path}${indent}` }];
    }
    if (name === "join" && path !== undefined && (argument === undefined || typeof constant === "string")) {
      return [joined(path, typeof constant === "string" ? constant : "")];
    }
    if ((name === "default" || name === "d") && constant !== undefined) {
      const value = this.#output(input, names);
      if (constant === "") return value;
      this.#drop(`the filter ${name}`, expression, "an empty value, 0 and false get the default there, too");
      return this.#conditions.branches(
        [{ condition: input, parts: value }, { parts: [{ kind: "text", text: valueText(constant) }] }],
        names,
      );
    }
    if (!shaping.has(name)) return this.#refuse(expression, `the filter ${name}`);
    this.#drop(`the filter ${name}`, expression, "Handlebars has no filters; the value is written as it is");
    return this.#output(input, names);
  }

  #loop(node: Extract<TemplateNode, { kind: "for" }>, names: NamePaths): HandlebarsPart[] {
    const asked = withoutDefault(node.list);
    const mapping = asked.kind === "filter" && asked.name === "items";
    const list = pathOf(mapping ? asked.input : asked, names);
    const [first, second] = node.names.map(paramName);
    if (list === undefined || first === undefined || mapping !== (second !== undefined)) {
      return this.#refuse(node.list, "a loop through this");
    }
    const locals = new Map(names.locals);
    for (const name of node.names) locals.set(name, paramName(name));
    const params = second === undefined ? first : `${second} ${first}`;
    return [
      {
        kind: "block",
        open: `each ${list} as |${params}|`,
        body: this.nodes(node.body, { locals, list }),
        otherwise: this.nodes(node.otherwise, names),
      },
    ];
  }

  /** A variable that stands for a path is that path from here on. */
  #set(node: Extract<TemplateNode, { kind: "set" }>, names: NamePaths, inCondition: boolean): NamePaths {
    const path = pathOf(node.value, names);
    if (path !== undefined && !inCondition && !path.startsWith("@index") && !names.locals.has(node.name)) {
      return { ...names, locals: new Map([...names.locals, [node.name, path]]) };
    }
    const at = node.span.source.locate(node.span.start);
    this.conversion.refuse(
      `the variable ${node.name} cannot be set in Handlebars`,
      at,
      "write its value where it is used",
    );
    return names;
  }

  /** Whether our template writes it as JSON and Handlebars would not. */
  #isJson(expression: Expression): boolean {
    return isStructured(schemaAt(expression, (name) => this.inputs.get(name)?.schema));
  }

  #drop(what: string, { span }: Pick<TemplateNode | Expression, "span">, reason: string): void {
    this.conversion.drop(what, span.source.locate(span.start), reason);
  }

  #refuse(expression: Expression, what: string): HandlebarsPart[] {
    const { source, start } = expression.span;
    this.conversion.refuse(
      `${what} has no equivalent in Handlebars`,
      source.locate(start),
      "prepare the value before it is handed to the prompt",
    );
    return [];
  }
}

/** `each` does nothing for what is absent, so a loop needs no default there. */
function withoutDefault(list: Expression): Expression {
  const empty =
    list.kind === "filter" && (list.name === "default" || list.name === "d") ? list.args[0] : undefined;
  return list.kind === "filter" && empty?.kind === "list" && empty.items.length === 0
    ? withoutDefault(list.input)
    : list;
}

function joined(path: string, separator: string): HandlebarsPart {
  const between: HandlebarsPart = {
    kind: "block",
    open: "unless @last",
    body: [{ kind: "text", text: separator }],
    otherwise: [],
  };
  const body: HandlebarsPart[] = [
    { kind: "mustache", source: "this" },
    ...(separator === "" ? [] : [between]),
  ];
  return { kind: "block", open: `each ${path}`, body, otherwise: [] };
}
