import { equalJson, isMapping } from "../../json-value.js";
import type { Json } from "../../types.js";
import type { Conversion } from "../conversion.js";
import { type Located, memberOf } from "../located.js";

/** @see https://google.github.io/dotprompt/reference/picoschema/ */
const scalars = ["any", "boolean", "integer", "null", "number", "string"];

interface Schema {
  readonly [key: string]: Json;
}

/** JSON Schema of a schema as dotprompt writes it: Picoschema, or JSON Schema, which is kept. Undefined for a name. */
export function schemaOf(node: Located | undefined, conversion: Conversion): Schema | undefined {
  if (!node) return undefined;
  const { value } = node;
  if (typeof value === "string") return scalarSchema(node, value, conversion);
  if (!isMapping(value)) {
    conversion.refuse("a schema is a mapping, or the name of a type", node.at);
    return undefined;
  }
  const type = memberOf(value, "type");
  const jsonSchema = typeof type === "string" && [...scalars, "object", "array"].includes(type);
  if (jsonSchema) return value;
  if (isMapping(memberOf(value, "properties"))) return { ...value, type: "object" };
  return objectSchema(node, conversion);
}

function objectSchema(node: Located, conversion: Conversion): Schema {
  const properties = new Map<string, Json>();
  const required: string[] = [];
  let others: Json = false;
  for (const { key, keyAt, node: inner } of node.entries) {
    if (key === "(*)") {
      others = propertySchema(inner, conversion) ?? true;
      continue;
    }
    const match = /^([^(]*?)(\?)?(?:\(([a-z]+)(?:,\s*(.*))?\))?$/s.exec(key);
    if (!match) {
      conversion.refuse(
        `${JSON.stringify(key)} is no key of Picoschema`,
        keyAt,
        "write name?(array, what it is)",
      );
      continue;
    }
    const [, name = "", optional, form, description] = match;
    const schema =
      form === undefined ? propertySchema(inner, conversion) : formSchema(form, inner, conversion);
    if (!optional) required.push(name);
    const open = optional ? nullable(schema ?? {}) : (schema ?? {});
    properties.set(name, description === undefined ? open : { ...open, description });
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: others,
  };
}

function propertySchema(node: Located, conversion: Conversion): Schema | undefined {
  if (typeof node.value === "string") return scalarSchema(node, node.value, conversion);
  if (isMapping(node.value)) return objectSchema(node, conversion);
  conversion.refuse("a property of Picoschema is a type or a mapping", node.at);
  return undefined;
}

function formSchema(form: string, node: Located, conversion: Conversion): Schema | undefined {
  if (form === "array") return { type: "array", items: propertySchema(node, conversion) ?? {} };
  if (form === "object") return propertySchema(node, conversion);
  if (form === "enum" && Array.isArray(node.value)) return { enum: node.value };
  conversion.refuse(`(${form}) is no form of Picoschema`, node.at, "forms are array, object and enum");
  return undefined;
}

/** `string, what it is` */
function scalarSchema(node: Located, text: string, conversion: Conversion): Schema | undefined {
  const [, type = text, description] = /^([^,]*),\s*(.*)$/s.exec(text) ?? [];
  if (scalars.includes(type)) {
    return { ...(type !== "any" && { type }), ...(description !== undefined && { description }) };
  }
  conversion.drop(`the schema ${type}`, node.at, "it is registered in a program, not in the file");
  return undefined;
}

/** What `name?` adds. */
function nullable(schema: Schema): Schema {
  const { type } = schema;
  const choices = memberOf(schema, "enum");
  if (typeof type === "string") return { ...schema, type: [type, "null"] };
  if (Array.isArray(choices) && !choices.includes(null)) return { ...schema, enum: [...choices, null] };
  return schema;
}

/** The Picoschema of an object; undefined if it cannot say all that the JSON Schema says. */
export function picoschemaOf(schema: Schema): Json | undefined {
  const { type, properties, required, additionalProperties, ...rest } = schema;
  const plain = type === "object" && isMapping(properties) && additionalProperties === false;
  if (!plain || Object.keys(rest).length > 0) return undefined;
  const needed = Array.isArray(required) ? required : [];
  const fields = Object.entries(properties).map(([name, property]) =>
    isMapping(property) && /^[\w-]+$/.test(name)
      ? writtenField(name, property, needed.includes(name))
      : undefined,
  );
  const known = fields.flatMap((field) => (field ? [field] : []));
  return known.length === fields.length ? Object.fromEntries(known) : undefined;
}

/** A property as key and value; undefined where Picoschema has no way to write it. */
export function writtenField(name: string, schema: Schema, required: boolean): [string, Json] | undefined {
  const { description, ...bare } = schema;
  if (description !== undefined && (typeof description !== "string" || /[()\n]/.test(description)))
    return undefined;
  const open = required ? bare : withoutNull(bare);
  if (!open) return undefined;
  const key = required ? name : `${name}?`;
  const note = description === undefined ? "" : `, ${description}`;
  const { type, ...others } = open;
  if (Object.keys(open).length === 0) return [key, `any${note}`];
  if (typeof type === "string" && scalars.includes(type) && Object.keys(others).length === 0)
    return [key, `${type}${note}`];
  if (type === "array" && isMapping(open["items"]) && Object.keys(others).length === 1) {
    const items = writtenItems(open["items"]);
    return items === undefined ? undefined : [`${key}(array${note})`, items];
  }
  if (Array.isArray(open["enum"]) && Object.keys(open).length === 1)
    return [`${key}(enum${note})`, open["enum"]];
  const object = type === "object" ? picoschemaOf(open) : undefined;
  return object === undefined ? undefined : [`${key}(object${note})`, object];
}

function writtenItems(schema: Schema): Json | undefined {
  const { type, description, ...others } = schema;
  const note = typeof description === "string" ? `, ${description}` : "";
  if (Object.keys(schema).length === 0) return "any";
  if (typeof type === "string" && scalars.includes(type) && Object.keys(others).length === 0)
    return `${type}${note}`;
  return description === undefined ? picoschemaOf(schema) : undefined;
}

/** Undoes what `name?` adds; undefined where it was not added. */
function withoutNull(schema: Schema): Schema | undefined {
  const { type } = schema;
  const choices = schema["enum"];
  if (Array.isArray(type) && type.length === 2 && type[1] === "null")
    return { ...schema, type: type[0] ?? "null" };
  if (Array.isArray(choices) && choices.includes(null))
    return { ...schema, enum: choices.filter((item) => item !== null) };
  return equalJson(schema, {}) ? schema : undefined;
}
