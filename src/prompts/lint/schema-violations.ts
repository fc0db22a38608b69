import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import { shortJson } from "../../core/schema-problems.js";
import type { Json } from "../types.js";

/** Where a value breaks its schema. */
export interface Violation {
  /** From the value's top. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Keywords that only say that something below them is wrong. */
const outer: ReadonlySet<string> = new Set([
  ...["properties", "patternProperties", "items", "prefixItems", "allOf", "$ref", "additionalProperties"],
  ...["additionalItems", "then", "else", "if", "dependentSchemas", "contains", "unevaluatedProperties"],
]);

/** Checks a value. The schema is to be valid. @returns the places that break it; empty where none does. */
export function schemaViolations(value: Json, schema: Readonly<Record<string, Json>>): Violation[] {
  const { valid, errors } = new Validator(plainSchema(schema), "2020-12", false).validate(value);
  if (valid) return [];
  const leaves = errors.filter(({ keyword }) => !outer.has(keyword));
  const told = leaves.length > 0 ? leaves : errors.slice(0, 1);
  const seen = new Map<string, Violation>();
  for (const error of told) {
    const violation = { path: pointerPath(error.instanceLocation), message: messageOf(error, value, schema) };
    seen.set(JSON.stringify(violation), violation);
  }
  return [...seen.values()];
}

/** The validator keeps notes in the schema's objects, so it gets its own. */
function plainSchema(schema: Readonly<Record<string, Json>>): Schema {
  return structuredClone(schema);
}

/** The parts of a JSON pointer in a fragment (RFC 6901, section 6). */
function pointerPath(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function messageOf(error: OutputUnit, root: Json, schema: Readonly<Record<string, Json>>): string {
  const value = at(root, pointerPath(error.instanceLocation));
  const expected = at(schema, pointerPath(error.keywordLocation));
  const shown = shortJson(value);
  switch (error.keyword) {
    case "type":
      return `expected ${[expected].flat().join(" or ")}, found ${shown}`;
    case "enum":
      return `expected one of ${shortJson(expected)}, found ${shown}`;
    case "const":
      return `expected ${shortJson(expected)}, found ${shown}`;
    case "required":
      return `${/"([^"]*)"/.exec(error.error)?.[1] ?? "a property"} is missing`;
    case "false":
      return "nothing of that name is allowed here";
    case "anyOf":
    case "oneOf":
      return `${shown} fits none of the forms that are allowed, or several where one is wanted`;
    default:
      return `${shown} breaks ${error.keyword}: ${shortJson(expected)}`;
  }
}

function at(root: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
