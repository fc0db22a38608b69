import type { Expression, TemplateNode } from "../../template/ast.js";
import type { InputSpec, Json } from "../../types.js";
import { valueText } from "../export/value-text.js";
import { memberOf } from "../located.js";
import { isStructured, schemaAt } from "../schema-at.js";
import { type Dialect, printExpression, quoted } from "./print-expression.js";

export interface TemplatePrinter {
  readonly dialect: Dialect;
  readonly inputs: ReadonlyMap<string, InputSpec>;
  /** Writes a value that is no text as our templates do: the filter for JSON there. */
  readonly json: string;
  /** Whether an empty list or mapping counts as true there. */
  readonly emptyIsTrue: boolean;
  /** Looks at every literal text before it is written. */
  checkText(text: string, node: TemplateNode): void;
}

/** Nodes of ours as a template of Jinja or Nunjucks. Includes must have been taken in. */
export function printTemplate(nodes: readonly TemplateNode[], printer: TemplatePrinter): string {
  let written = "";
  const texts = mergedTexts(nodes);
  for (const [index, node] of texts.entries()) {
    const next = texts[index + 1];
    if (node.kind === "text") {
      printer.checkText(node.text, node);
      const text = node.text.replace(/\{\{|\{%|\{#/g, (found) => `{{ ${quoted(found)} }}`);
      // A brace before a tag would become a part of it.
      const touches = text.endsWith("{") && next !== undefined && next.kind !== "role";
      written += touches ? `${text.slice(0, -1)}{{ "{" }}` : text;
    } else if (node.kind === "role") {
      written += `${written === "" || written.endsWith("\n") ? "" : "\n"}${node.role}:`;
    } else written += printNode(node, printer);
  }
  return written;
}

/** Texts that follow one another as one, since a line may go from one into the next. */
function mergedTexts(nodes: readonly TemplateNode[]): TemplateNode[] {
  const merged: TemplateNode[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    if (node.kind === "text" && last?.kind === "text" && node.span.source === last.span.source) {
      const span = { ...last.span, end: node.span.end };
      merged[merged.length - 1] = { ...last, text: last.text + node.text, span };
    } else if (node.kind !== "comment") merged.push(node);
  }
  return merged;
}

function printNode(node: TemplateNode, printer: TemplatePrinter): string {
  const { dialect } = printer;
  switch (node.kind) {
    case "output":
      return outputText(node, printer);
    case "set":
      return `{% set ${node.name} = ${printExpression(node.value, dialect)} %}`;
    case "if": {
      const branches = node.branches.map(({ condition, body }, index) => {
        const word = condition
          ? `${index === 0 ? "if" : "elif"} ${conditionText(condition, printer)}`
          : "else";
        return `{% ${word} %}${printTemplate(body, printer)}`;
      });
      return `${branches.join("")}{% endif %}`;
    }
    case "for": {
      const otherwise =
        node.otherwise.length === 0 ? "" : `{% else %}${printTemplate(node.otherwise, printer)}`;
      const head = `for ${node.names.join(", ")} in ${printExpression(node.list, dialect)}`;
      return `{% ${head} %}${printTemplate(node.body, printer)}${otherwise}{% endfor %}`;
    }
    default:
      return "";
  }
}

function outputText(node: Extract<TemplateNode, { kind: "output" }>, printer: TemplatePrinter): string {
  const { expression } = node;
  if (expression.kind === "literal") {
    const text = valueText(expression.value);
    printer.checkText(text, node);
    return text === "" ? "" : `{{ ${quoted(text)} }}`;
  }
  const text = printExpression(expression, printer.dialect);
  const schema = schemaAt(expression, (name) => inputSchema(name, printer));
  const asJson = isStructured(schema) || memberOf(schema, "type") === "boolean";
  const operand = asJson && !/^[\w.]+$/.test(text) ? `(${text})` : text;
  return `{{ ${operand}${asJson ? ` | ${printer.json}` : ""} }}`;
}

function inputSchema(name: string, { inputs }: TemplatePrinter): Json | undefined {
  const input = inputs.get(name);
  return input && { ...input.schema, ...(input.type !== "any" && { type: input.type }) };
}

/** A condition; where empty lists count as true, their length is asked for. */
function conditionText(condition: Expression, printer: TemplatePrinter): string {
  if (printer.emptyIsTrue && condition.kind === "variable") {
    const type = printer.inputs.get(condition.name)?.type;
    if (type === "array" || type === "object") return `${condition.name} | length`;
  }
  if (condition.kind === "unary" && condition.operator === "not") {
    const operand = conditionText(condition.operand, printer);
    return /^[\w.]+$/.test(operand) ? `not ${operand}` : `not (${operand})`;
  }
  if (condition.kind === "binary" && (condition.operator === "and" || condition.operator === "or")) {
    const sides = [condition.left, condition.right].map((side) => {
      const text = conditionText(side, printer);
      return /^[\w.]+$/.test(text) ? text : `(${text})`;
    });
    return sides.join(` ${condition.operator} `);
  }
  return printExpression(condition, printer.dialect);
}
