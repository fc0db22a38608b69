import { isMapping } from "../json-value.js";
import type { Json } from "../types.js";

/** Keywords that only describe. */
const descriptive: ReadonlySet<string> = new Set([
  ...["title", "description", "default", "examples", "$comment", "deprecated", "readOnly", "writeOnly"],
]);

/**
 * Whether a value keeps to a schema, as far as the commonest keywords say so: a quick yes that spares most prompts the
 * validator. False means that it may or may not; a keyword that is not understood here is a false.
 */
export function isPlainlyValid(value: Json, schema: Json): boolean {
  if (schema === true) return true;
  if (!isMapping(schema)) return false;
  return Object.entries(schema).every(([key, rule]) => keeps(value, key, rule, schema));
}

function keeps(value: Json, key: string, rule: Json, schema: { readonly [key: string]: Json }): boolean {
  if (descriptive.has(key)) return true;
  if (key === "type") return typeof rule === "string" && isOfType(value, rule);
  if (key === "enum") return Array.isArray(rule) && typeof value !== "object" && rule.includes(value);
  if (key === "items") return Array.isArray(value) && value.every((item: Json) => isPlainlyValid(item, rule));
  if (!isMapping(value)) return false;
  if (key === "required") {
    return (
      Array.isArray(rule) &&
      rule.every((name: Json) => typeof name === "string" && Object.hasOwn(value, name))
    );
  }
  const properties = Object.hasOwn(schema, "properties") ? schema["properties"] : {};
  if (properties === undefined || !isMapping(properties)) return false;
  if (key === "additionalProperties") {
    return (
      rule === true || (rule === false && Object.keys(value).every((name) => Object.hasOwn(properties, name)))
    );
  }
  if (key !== "properties") return false;
  return Object.entries(properties).every(([name, inner]) => {
    if (!Object.hasOwn(value, name)) return true;
    const own = value[name];
    return own !== undefined && isPlainlyValid(own, inner);
  });
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case "object":
      return isMapping(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    default:
      return typeof value === type && (type === "string" || type === "number" || type === "boolean");
  }
}
