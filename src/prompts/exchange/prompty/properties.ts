import { isMapping } from "../../json-value.js";
import type { Json } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { type InputDraft, inputDraft } from "../input-draft.js";
import { inputNameFor } from "../input-name.js";
import { child, type Located, memberOf, textOf } from "../located.js";

/** A property of Prompty: an input, an output or a tool's parameter. */
export interface PromptyProperty {
  readonly name: string;
  readonly schema: { readonly [key: string]: Json };
  /** Undefined where the file does not say. */
  readonly required: boolean | undefined;
  readonly fallback: Json | undefined;
  readonly node: Located;
}

/** Prompty's kinds as types of JSON Schema; what is missing has none. */
const kinds: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  float: "number",
  integer: "integer",
  boolean: "boolean",
  array: "array",
  list: "array",
  object: "object",
  dict: "object",
  any: "any",
};

/** What belongs to a property itself and is no JSON Schema. */
const ownKeys = new Set([
  "name",
  "kind",
  "type",
  "required",
  "default",
  "example",
  "sample",
  "enumValues",
  "nullable",
  "strict",
]);

/** Reads properties: a list with names, or a mapping of names to properties, types or example values. */
export function readProperties(node: Located | undefined, conversion: Conversion): PromptyProperty[] {
  if (!node) return [];
  const named = node.entries.map(({ key, node: inner }) => ({ name: key, inner }));
  const listed = node.items.map((inner) => ({ name: textOf(child(inner, "name")) ?? "", inner }));
  return [...named, ...listed].flatMap(({ name, inner }) => {
    if (name !== "") return [readProperty(name, inner, conversion)];
    conversion.drop("a property without a name", inner.at, "it cannot be used");
    return [];
  });
}

function readProperty(name: string, node: Located, conversion: Conversion): PromptyProperty {
  if (!isMapping(node.value)) {
    const type = Array.isArray(node.value) ? "array" : node.value === null ? "any" : typeof node.value;
    if (node.value !== null) {
      conversion.drop(
        `the example value of ${name}`,
        node.at,
        "an input has a default here, or none; it says the type",
      );
    }
    return { name, schema: type === "any" ? {} : { type }, required: undefined, fallback: undefined, node };
  }
  for (const key of ["example", "sample"]) {
    const example = child(node, key);
    if (example)
      conversion.drop(`the example value of ${name}`, example.at, "examples here have an output, too");
  }
  const required = child(node, "required")?.value;
  return {
    name,
    schema: propertySchema(node, conversion),
    required: typeof required === "boolean" ? required : undefined,
    fallback: child(node, "default")?.value,
    node,
  };
}

function propertySchema(node: Located, conversion: Conversion): { [key: string]: Json } {
  const kindNode = child(node, "kind") ?? child(node, "type");
  const kind = textOf(kindNode);
  const type = kind === undefined || !Object.hasOwn(kinds, kind) ? undefined : kinds[kind];
  if (kind !== undefined && kindNode && type === undefined) {
    conversion.refuse(
      `an input of kind ${kind} has no equivalent here`,
      kindNode.at,
      "inputs are JSON values",
    );
  }
  const choices = child(node, "enumValues")?.value;
  const rest = node.entries.flatMap(({ key, node: inner }): [string, Json][] => {
    if (key === "properties") return [];
    if (key === "items") {
      const items = propertySchema(inner, conversion);
      return Object.keys(items).length === 0 ? [] : [[key, items]];
    }
    return ownKeys.has(key) ? [] : [[key, inner.value]];
  });
  const inner = child(node, "properties");
  return {
    ...(type !== undefined &&
      type !== "any" && { type: child(node, "nullable")?.value === true ? [type, "null"] : type }),
    ...(Array.isArray(choices) && { enum: choices }),
    ...Object.fromEntries(rest),
    ...(inner && objectOf(readProperties(inner, conversion))),
  };
}

/** JSON Schema of an object that has these properties. Those that do not say otherwise are required. */
export function objectOf(properties: readonly PromptyProperty[]): { [key: string]: Json } {
  const required = properties.filter((property) => property.required !== false).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 && { required }),
  };
}

/** The inputs that properties describe. Those that do not say otherwise are required. */
export function draftsOf(properties: readonly PromptyProperty[]): InputDraft[] {
  return properties.map(({ name, schema, required, fallback }) =>
    inputDraft(inputNameFor(name), schema, { optional: required === false, fallback }),
  );
}

/** The parameters of a tool: properties, or JSON Schema as it is. */
export function parametersOf(node: Located | undefined, conversion: Conversion): Json | undefined {
  if (!node) return undefined;
  const isSchema = memberOf(node.value, "type") === "object" && isMapping(memberOf(node.value, "properties"));
  if (isSchema) return node.value;
  return objectOf(readProperties(child(node, "properties") ?? node, conversion));
}
