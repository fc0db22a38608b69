import type { Expression } from "../../template/ast.js";
import type { Json } from "../../types.js";

/** What a name of our template is in Handlebars. */
export interface NamePaths {
  /** Names of loops and of `set`; everything else is an input. */
  readonly locals: ReadonlyMap<string, string>;
  /** The list that the innermost loop goes through; undefined outside of loops. */
  readonly list?: string | undefined;
}

const reserved = new Set([
  ...["if", "unless", "each", "with", "lookup", "log", "else", "role", "history", "section", "media", "json"],
  ...["ifEquals", "unlessEquals", "true", "false", "null", "undefined", "this", "as"],
]);

/** A name for a loop's variable that no helper has. */
export function paramName(name: string): string {
  return reserved.has(name) ? `${name}_` : name;
}

const loopFields: Readonly<Record<string, string>> = { index0: "@index", first: "@first", last: "@last" };

/** The path of a name with members, such as `user.name` or `@root.items.length`; undefined for any other expression. */
export function pathOf(expression: Expression, names: NamePaths): string | undefined {
  if (expression.kind === "variable") {
    const local = names.locals.get(expression.name);
    if (local !== undefined) return local;
    if (names.list !== undefined) return `@root.${expression.name}`;
    return reserved.has(expression.name) ? `this.${expression.name}` : expression.name;
  }
  if (expression.kind === "filter" && (expression.name === "length" || expression.name === "count")) {
    const counted = pathOf(expression.input, names);
    return counted === undefined ? undefined : `${counted}.length`;
  }
  if (expression.kind !== "member" || expression.key.kind !== "literal") return undefined;
  const { object, key } = expression;
  const field = String(key.value);
  if (object.kind === "variable" && object.name === "loop" && names.list !== undefined) {
    if (field === "length") return `${names.list}.length`;
    return Object.hasOwn(loopFields, field) ? loopFields[field] : undefined;
  }
  const base = pathOf(object, names);
  if (base === undefined || field.includes("]")) return undefined;
  return /^[A-Za-z_]\w*$/.test(field) && typeof key.value === "string"
    ? `${base}.${field}`
    : `${base}.[${field}]`;
}

/** A constant as a helper's argument; undefined for one that cannot be written. */
export function argumentOf(value: Json): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value.endsWith("\\")) return undefined;
  return `"${value.replaceAll('"', '\\"')}"`;
}
