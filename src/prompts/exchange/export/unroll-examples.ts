import { isMapping } from "../../json-value.js";
import type { Branch, Expression, Span, TemplateNode } from "../../template/ast.js";
import { loopValue } from "../../template/loop-items.js";
import { isTrue } from "../../template/value.js";
import type { Json, Prompt } from "../../types.js";

type Constants = ReadonlyMap<string, Json>;

/**
 * The template of a prompt for a format that has no few-shot examples: loops over `examples` are written out, and includes
 * are put where they are taken in.
 */
export function unrolledNodes(prompt: Prompt): readonly TemplateNode[] {
  const examples: Json = prompt.frontMatter.examples.map(({ inputs, output }) => ({ inputs, output }));
  return unroll(prompt.template.nodes, new Map([["examples", examples]]));
}

function unroll(nodes: readonly TemplateNode[], known: Constants): TemplateNode[] {
  return nodes.flatMap((node): TemplateNode[] => {
    switch (node.kind) {
      case "include":
        return unroll(node.template.nodes, known);
      case "output":
        return [{ ...node, expression: fold(node.expression, known) }];
      case "set":
        return [{ ...node, value: fold(node.value, known) }];
      case "if":
        return unrollIf(node, known);
      case "for":
        return unrollFor(node, known);
      default:
        return [node];
    }
  });
}

function unrollIf(node: Extract<TemplateNode, { kind: "if" }>, known: Constants): TemplateNode[] {
  const branches: Branch[] = [];
  for (const { condition, body } of node.branches) {
    const asked = condition && fold(condition, known);
    if (asked?.kind === "literal" && !isTrue(asked.value)) continue;
    const certain = asked === undefined || asked.kind === "literal";
    if (certain && branches.length === 0) return unroll(body, known);
    branches.push({ ...(!certain && { condition: asked }), body: unroll(body, known) });
    if (certain) break;
  }
  return branches.length === 0 ? [] : [{ ...node, branches }];
}

function unrollFor(node: Extract<TemplateNode, { kind: "for" }>, known: Constants): TemplateNode[] {
  const list = fold(node.list, known);
  const [name, second] = node.names;
  if (list.kind !== "literal" || !Array.isArray(list.value) || name === undefined || second !== undefined) {
    const inner = without(known, [...node.names, "loop"]);
    return [{ ...node, list, body: unroll(node.body, inner), otherwise: unroll(node.otherwise, known) }];
  }
  const items: readonly Json[] = list.value;
  if (items.length === 0) return unroll(node.otherwise, known);
  return items.flatMap((item, index) =>
    unroll(node.body, new Map([...known, [name, item], ["loop", loopValue(index, items.length)]])),
  );
}

function without(known: Constants, names: readonly string[]): Constants {
  return new Map([...known].filter(([name]) => !names.includes(name)));
}

/** An expression with what is known of its variables put in. */
function fold(expression: Expression, known: Constants): Expression {
  const { span } = expression;
  switch (expression.kind) {
    case "variable": {
      const value = known.get(expression.name);
      return value === undefined ? expression : literal(value, span);
    }
    case "member": {
      const [object, key] = [fold(expression.object, known), fold(expression.key, known)];
      const value =
        object.kind === "literal" && key.kind === "literal" ? valueAt(object.value, key.value) : undefined;
      return value === undefined ? { ...expression, object, key } : literal(value, span);
    }
    case "unary": {
      const operand = fold(expression.operand, known);
      if (expression.operator !== "not" || operand.kind !== "literal") return { ...expression, operand };
      return literal(!isTrue(operand.value), span);
    }
    case "binary":
      return { ...expression, left: fold(expression.left, known), right: fold(expression.right, known) };
    case "list":
      return { ...expression, items: expression.items.map((item) => fold(item, known)) };
    case "mapping":
      return {
        ...expression,
        entries: expression.entries.map(([key, value]) => [fold(key, known), fold(value, known)]),
      };
    case "slice":
      return {
        ...expression,
        object: fold(expression.object, known),
        ...(expression.from && { from: fold(expression.from, known) }),
        ...(expression.to && { to: fold(expression.to, known) }),
      };
    case "conditional": {
      const condition = fold(expression.condition, known);
      const otherwise = expression.otherwise && fold(expression.otherwise, known);
      const then = fold(expression.then, known);
      return { ...expression, condition, then, ...(otherwise && { otherwise }) };
    }
    case "filter":
    case "test":
      return {
        ...expression,
        input: fold(expression.input, known),
        args: expression.args.map((item) => fold(item, known)),
      };
    case "literal":
      return expression;
  }
}

function literal(value: Json, span: Span): Expression {
  return { kind: "literal", value, span };
}

function valueAt(object: Json, key: Json): Json | undefined {
  if (Array.isArray(object)) return typeof key === "number" ? object[key] : undefined;
  if (!isMapping(object) || typeof key !== "string" || !Object.hasOwn(object, key)) return undefined;
  return object[key];
}
