import { isMapping } from "../../json-value.js";
import type { Expression } from "../../template/ast.js";
import type { Json } from "../../types.js";

/** What one dialect writes otherwise. Each may refuse, and then tells so itself. */
export interface Dialect {
  /** A filter's name there; undefined where there is none. */
  filter(name: string): string | undefined;
  /** A test's name there; undefined where there is none. */
  test(name: string): string | undefined;
  readonly slices: boolean;
  /** Members that would be taken for methods, as of Python's dictionaries. */
  isMethod(name: string): boolean;
  /** Notes that an expression has no equivalent. */
  refuse(expression: Expression, what: string): void;
}

/** An expression of ours in a dialect of Jinja. */
export function printExpression(expression: Expression, dialect: Dialect): string {
  const print = (inner: Expression) => printExpression(inner, dialect);
  const operand = (inner: Expression) => (isTight(inner) ? print(inner) : `(${print(inner)})`);
  switch (expression.kind) {
    case "literal":
      return literalText(expression.value);
    case "variable":
      return expression.name;
    case "list":
      return `[${expression.items.map(print).join(", ")}]`;
    case "mapping":
      return `{${expression.entries.map(([key, value]) => `${print(key)}: ${print(value)}`).join(", ")}}`;
    case "member": {
      const { key } = expression;
      const named =
        key.kind === "literal" && typeof key.value === "string" && /^[A-Za-z_]\w*$/.test(key.value);
      const object = operand(expression.object);
      return named && !dialect.isMethod(String(key.value))
        ? `${object}.${key.value}`
        : `${object}[${print(key)}]`;
    }
    case "slice":
      if (!dialect.slices) dialect.refuse(expression, "a slice");
      return `${operand(expression.object)}[${expression.from ? print(expression.from) : ""}:${expression.to ? print(expression.to) : ""}]`;
    case "unary":
      return expression.operator === "not"
        ? `not ${operand(expression.operand)}`
        : `${expression.operator}${operand(expression.operand)}`;
    case "binary":
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case "conditional": {
      const otherwise = expression.otherwise ? ` else ${operand(expression.otherwise)}` : "";
      return `${operand(expression.then)} if ${operand(expression.condition)}${otherwise}`;
    }
    case "filter":
      return filterText(expression, dialect, operand(expression.input));
    case "test":
      return testText(expression, dialect, operand(expression.input));
  }
}

/** Whether it can stand beside an operator without brackets. */
function isTight(expression: Expression): boolean {
  return !["unary", "binary", "conditional", "test"].includes(expression.kind);
}

function filterText(
  expression: Extract<Expression, { kind: "filter" }>,
  dialect: Dialect,
  input: string,
): string {
  const name = dialect.filter(expression.name);
  if (name === undefined) dialect.refuse(expression, `the filter ${expression.name}`);
  if (name === "") return input;
  const args = [
    ...expression.args.map((argument) => printExpression(argument, dialect)),
    ...[...expression.named].map(([key, value]) => {
      const text = printExpression(value, dialect);
      // Nunjucks' `dump` has its indentation as its one argument.
      return name === "dump" ? text : `${key}=${text}`;
    }),
  ];
  return `${input} | ${name ?? expression.name}${args.length === 0 ? "" : `(${args.join(", ")})`}`;
}

function testText(
  expression: Extract<Expression, { kind: "test" }>,
  dialect: Dialect,
  input: string,
): string {
  const name = dialect.test(expression.name);
  if (name === undefined) dialect.refuse(expression, `the test ${expression.name}`);
  const args = expression.args.map((argument) => printExpression(argument, dialect));
  return `${input} is ${expression.negated ? "not " : ""}${name ?? expression.name}${args.length === 0 ? "" : `(${args.join(", ")})`}`;
}

function literalText(value: Json): string {
  if (value === null) return "none";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (!isMapping(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${quoted(key)}: ${literalText(item)}`)
    .join(", ")}}`;
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A string with the escapes that Jinja and Nunjucks have in common. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"\n\r\t]/g, (character) => escapes[character] ?? character)}"`;
}
