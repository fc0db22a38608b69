import { isTakenName, isVariableName } from "../input-name.js";
import { isMapping } from "../json-value.js";
import type { InputSpec } from "../types.js";
import type { FieldPath, FieldReader, Mapping } from "./field-reader.js";
import { readInput } from "./read-input.js";
import { readSchemaInputs } from "./schema-inputs.js";

/** Reads `inputs`, a mapping of names to types or to what is to be known of them, or JSON Schema below `schema`. */
export function readInputs(fields: FieldReader, value: unknown): ReadonlyMap<string, InputSpec> {
  const path = ["inputs"];
  const inputs = fields.mapping(value, path, "a mapping of names to types, such as question: string");
  if (inputs === undefined) return new Map();
  const schema = inputs.get("schema");
  if (isWholeSchema(schema)) return readWholeSchema(fields, inputs, schema);
  return new Map(
    [...inputs].flatMap(([name, item]) => {
      if (!checkName(fields, path, name)) return [];
      const input = readInput(fields, [...path, name], item);
      return input ? [[name, input] as const] : [];
    }),
  );
}

/** Whether `schema` is the JSON Schema of all inputs, and not an input that is called so. */
function isWholeSchema(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isMapping(value)) return false;
  return Object.hasOwn(value, "properties") || Object.hasOwn(value, "$ref") || value["type"] === "object";
}

function readWholeSchema(
  fields: FieldReader,
  inputs: Mapping,
  schema: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, InputSpec> {
  for (const key of inputs.keys()) {
    if (key === "schema" || key.startsWith("x-")) continue;
    const hint = "describe every input below schema.properties, or none";
    fields.refuseKey(["inputs"], key, `inputs: ${key} stands beside a schema of all inputs`, hint);
  }
  const path = ["inputs", "schema"];
  return readSchemaInputs(fields, path, schema, (parent, name) => checkName(fields, parent, name));
}

function checkName(fields: FieldReader, parent: FieldPath, name: string): boolean {
  if (!isVariableName(name)) {
    const hint = "a template can only use names of letters, digits and _, the first one no digit";
    fields.refuseKey(parent, name, `an input cannot be called ${JSON.stringify(name)}`, hint);
    return false;
  }
  if (!isTakenName(name)) return true;
  const hint =
    name === "examples" ? "the few-shot examples of the front matter have that name" : "choose another name";
  fields.refuseKey(
    parent,
    name,
    `an input cannot be called ${name}: templates give it a meaning of their own`,
    hint,
  );
  return false;
}
