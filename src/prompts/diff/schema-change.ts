import { canonicalJson } from "../../core/canonical-json.js";
import { equalJson, isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";

export type Schema = Readonly<Record<string, Json>>;

/** Keys that describe a schema and constrain nothing. */
const annotations = new Set([
  ...["title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"],
  ...["$comment", "$id", "$schema"],
]);
/** Keys whose values are schemas, or mappings or lists of them. */
const nested = new Set(["items", "additionalProperties", "not", "contains", "if", "then", "else"]);
const nestedMaps = new Set(["properties", "$defs", "definitions", "patternProperties"]);
const nestedLists = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
/** Lists whose order means nothing. */
const sets = new Set(["required", "enum", "type"]);

const lowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const upperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];

/**
 * How the values that a schema allows have changed: `same` (at most the words about it), `widened` (every value that was valid
 * is still valid) or `narrowed` (some may not be; also where it cannot be told).
 */
export function schemaChange(before: Schema, after: Schema): "same" | "widened" | "narrowed" {
  const [old, now] = [constraints(before), constraints(after)];
  if (equalJson(old, now)) return "same";
  return allows(now, old) ? "widened" : "narrowed";
}

/** The schema without what only describes, in one order. */
function constraints(schema: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !annotations.has(key) && !key.startsWith("x-"))
      .map(([key, value]) => [key, constraint(key, value)]),
  );
}

function constraint(key: string, value: Json): Json {
  if (nestedMaps.has(key) && isMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(inner)]));
  }
  if (nested.has(key)) return inside(value);
  if (nestedLists.has(key) && isList(value)) return value.map(inside);
  if (sets.has(key) && isList(value)) {
    return [...value].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  }
  return value;
}

const inside = (value: Json): Json => (isMapping(value) ? constraints(value) : value);

/** Whether every value that `narrow` allows is surely one that `wide` allows. Both without annotations. */
function allows(wide: Schema, narrow: Schema): boolean {
  return Object.entries(wide).every(([key, limit]) => {
    const old = narrow[key];
    if (old !== undefined && equalJson(limit, old)) return true;
    if (key === "type") return old !== undefined && allowsTypes(limit, old);
    if (key === "enum") return allowsEnum(limit, narrow);
    if (lowerBounds.includes(key)) return typeof old === "number" && Number(limit) <= old;
    if (upperBounds.includes(key)) return typeof old === "number" && Number(limit) >= old;
    if (key === "required") return isList(limit) && isList(old) && limit.every((name) => old.includes(name));
    if (key === "properties") return isMapping(limit) && allowsProperties(limit, narrow);
    if (key === "additionalProperties") return limit === true;
    if (key === "items") return isMapping(limit) && isMapping(old) && allows(limit, old);
    return false;
  });
}

function allowsTypes(wide: Json, narrow: Json): boolean {
  const allowed = isList(wide) ? wide : [wide];
  return (isList(narrow) ? narrow : [narrow]).every(
    (type) => allowed.includes(type) || (type === "integer" && allowed.includes("number")),
  );
}

function allowsEnum(wide: Json, narrow: Schema): boolean {
  const old = narrow["enum"] ?? (narrow["const"] === undefined ? undefined : [narrow["const"]]);
  return isList(wide) && isList(old) && old.every((value) => wide.some((it) => equalJson(it, value)));
}

/** A property that was not named is taken not to have been given, so that a new one narrows nothing unless it is required. */
function allowsProperties(wide: Schema, narrow: Schema): boolean {
  const before = isMapping(narrow["properties"]) ? narrow["properties"] : {};
  return Object.entries(wide).every(([name, schema]) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (old === undefined || equalJson(old, schema)) return true;
    return isMapping(schema) && isMapping(old) && allows(schema, old);
  });
}
