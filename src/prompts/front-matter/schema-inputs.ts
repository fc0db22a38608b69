import { closest } from "../../core/suggest.js";
import { isMapping } from "../json-value.js";
import type { InputSpec, Json } from "../types.js";
import type { FieldPath, FieldReader, JsonMapping, Mapping } from "./field-reader.js";
import { inputOf } from "./read-input.js";

/** Reads the inputs that one JSON Schema of an object describes; `x-trusted` or `trusted` in a property is its mark. */
export function readSchemaInputs(
  fields: FieldReader,
  at: FieldPath,
  written: Readonly<Record<string, unknown>>,
  checkName: (parent: FieldPath, name: string) => boolean,
): ReadonlyMap<string, InputSpec> {
  const whole = fields.jsonMapping(written, at);
  const root = whole && followReference(fields, at, whole);
  if (whole === undefined || root === undefined) return new Map();
  const { schema, path } = root;
  const propertiesAt = [...path, "properties"];
  const properties: Mapping = Object.hasOwn(schema, "properties")
    ? (fields.mapping(schema["properties"], propertiesAt) ?? new Map())
    : new Map();
  const required = readRequired(fields, path, schema, properties);
  const definitions = Object.entries(whole).filter(([key]) => key === "$defs" || key === "definitions");
  const inputs = new Map<string, InputSpec>();
  for (const [name, property] of properties) {
    if (!checkName(propertiesAt, name)) continue;
    const mapping = property === true ? {} : fields.jsonMapping(property, [...propertiesAt, name]);
    if (mapping === undefined) continue;
    const input = inputOf(fields, [...propertiesAt, name], name, mapping, required.has(name));
    if (input) inputs.set(name, usesDefinitions(mapping) ? withDefinitions(input, definitions) : input);
  }
  return inputs;
}

/** Where the properties stand: in the schema itself, or in one of its own definitions that `$ref` names. */
function followReference(
  fields: FieldReader,
  path: FieldPath,
  schema: JsonMapping,
): { readonly schema: JsonMapping; readonly path: FieldPath } | undefined {
  const reference = Object.hasOwn(schema, "$ref") ? schema["$ref"] : undefined;
  if (reference === undefined) return { schema, path };
  const match = typeof reference === "string" ? /^#\/(\$defs|definitions)\/([^/~%]+)$/.exec(reference) : null;
  const [, group = "", name = ""] = match ?? [];
  const groupOf = match && Object.hasOwn(schema, group) ? schema[group] : undefined;
  const target = isMapping(groupOf) && Object.hasOwn(groupOf, name) ? groupOf[name] : undefined;
  const targetPath = [...path, group, name];
  const found = isMapping(target) ? fields.jsonMapping(target, targetPath) : undefined;
  if (found !== undefined) return { schema: found, path: targetPath };
  const hint = "mlx follows #/$defs/NAME in the same schema; write the properties here otherwise";
  return fields.refuse([...path, "$ref"], `inputs.schema: there is no ${JSON.stringify(reference)}`, hint);
}

function readRequired(
  fields: FieldReader,
  path: FieldPath,
  schema: JsonMapping,
  properties: Mapping,
): ReadonlySet<string> {
  if (!Object.hasOwn(schema, "required")) return new Set();
  const listPath = [...path, "required"];
  const names = fields.texts(schema["required"], listPath) ?? [];
  for (const [index, name] of names.entries()) {
    if (properties.has(name)) continue;
    const meant = closest(name, properties.keys());
    const hint = meant === undefined ? "describe it in properties" : `did you mean ${meant}?`;
    fields.refuse(
      [...listPath, index],
      `inputs.schema: ${JSON.stringify(name)} is required and not described`,
      hint,
    );
  }
  return new Set(names);
}

function usesDefinitions(value: Json | JsonMapping): boolean {
  return JSON.stringify(value).includes('"$ref"');
}

function withDefinitions(input: InputSpec, definitions: readonly (readonly [string, Json])[]): InputSpec {
  return { ...input, schema: { ...input.schema, ...Object.fromEntries(definitions) } };
}
