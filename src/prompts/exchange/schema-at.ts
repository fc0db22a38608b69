import type { Expression } from "../template/ast.js";
import type { Json } from "../types.js";
import { memberOf } from "./located.js";

const booleans = new Set(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]);

/**
 * What is known of an expression's value, as JSON Schema: of an input and its members, and of what is true or false.
 * @param root the schema of an input. @returns undefined where nothing is known.
 */
export function schemaAt(
  expression: Expression,
  root: (input: string) => Json | undefined,
): Json | undefined {
  if (expression.kind === "variable") return root(expression.name);
  const isBoolean =
    expression.kind === "test" ||
    (expression.kind === "unary" && expression.operator === "not") ||
    (expression.kind === "binary" && booleans.has(expression.operator));
  if (isBoolean) return { type: "boolean" };
  if (expression.kind !== "member" || expression.key.kind !== "literal") return undefined;
  const { object, key } = expression;
  if (object.kind === "variable" && object.name === "loop") {
    return { type: key.value === "first" || key.value === "last" ? "boolean" : "integer" };
  }
  const parent = schemaAt(object, root);
  if (typeof key.value === "number") return memberOf(parent, "items");
  return memberOf(memberOf(parent, "properties"), String(key.value));
}

/** Whether values of this schema are lists or mappings, which other tools do not write as JSON. */
export function isStructured(schema: Json | undefined): boolean {
  const type = memberOf(schema, "type");
  return type === "array" || type === "object";
}
