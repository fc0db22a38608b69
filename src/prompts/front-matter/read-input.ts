import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import { fitsType, typeNoun } from "../input-type.js";
import { equalJson, isMapping } from "../json-value.js";
import { type InputSpec, type InputType, inputTypes, type Json } from "../types.js";
import { type FieldPath, type FieldReader, type JsonMapping, pathText } from "./field-reader.js";
import { schemaKeywords } from "./schema-keywords.js";

const ownKeys = ["trusted", "required", "default", "type", "description"];
const otherTypes: ReadonlyMap<string, InputType> = new Map([
  ...["str", "text"].map((name) => [name, "string"] as const),
  ...["int", "float", "bool"].map((name, index) => [name, inputTypes[2 - index] ?? "any"] as const),
]);

/** Reads an input in the short form, `question: string`, or with what is to be known of it. */
export function readInput(fields: FieldReader, path: FieldPath, value: unknown): InputSpec | undefined {
  const name = String(path.at(-1));
  if (isMapping(value)) {
    const mapping = fields.jsonMapping(value, path);
    if (mapping === undefined) return undefined;
    for (const key of Object.keys(mapping)) {
      if (!ownKeys.includes(key) && !schemaKeywords.has(key)) {
        fields.unknownKey(path, key, [...ownKeys, ...schemaKeywords]);
      }
    }
    const listed = typeof mapping["required"] === "boolean" ? mapping["required"] : undefined;
    return inputOf(fields, path, name, mapping, listed ?? true);
  }
  const type = readType(fields, path, value);
  return type && { name, type, required: true, schema: type === "any" ? {} : { type } };
}

/**
 * An input of which the JSON Schema is known, with marks of mlx's own beside the keywords.
 * @param required whether it must be given if it has no default.
 */
export function inputOf(
  fields: FieldReader,
  path: FieldPath,
  name: string,
  mapping: JsonMapping,
  required: boolean,
): InputSpec | undefined {
  const type = typeOf(fields, path, mapping);
  const trusted = readTrusted(fields, path, mapping);
  const described = Object.hasOwn(mapping, "description")
    ? fields.text(mapping["description"], [...path, "description"])
    : undefined;
  if (type === undefined) return undefined;
  const fallback = Object.hasOwn(mapping, "default") ? mapping["default"] : undefined;
  if (fallback !== undefined) checkDefault(fields, path, mapping, type, fallback);
  return {
    name,
    type,
    ...(described !== undefined && { description: described }),
    ...(trusted !== undefined && { trusted }),
    required: required && fallback === undefined,
    ...(fallback !== undefined && { default: fallback }),
    schema: schemaOf(mapping),
  };
}

/** What is left of the mapping once mlx's own marks are taken away. */
function schemaOf(mapping: JsonMapping): JsonMapping {
  const own = (key: string, value: Json) =>
    key === "trusted" || key === "x-trusted" || (key === "required" && typeof value === "boolean");
  return Object.fromEntries(
    Object.entries(mapping).filter(
      ([key, value]) => !own(key, value) && !(key === "type" && value === "any"),
    ),
  );
}

function readTrusted(fields: FieldReader, path: FieldPath, mapping: JsonMapping): boolean | undefined {
  const key = ["trusted", "x-trusted"].find((candidate) => Object.hasOwn(mapping, candidate));
  return key === undefined ? undefined : fields.boolean(mapping[key], [...path, key]);
}

/** The type that is stated, or that the other keywords imply; one of several types is `any`. */
function typeOf(fields: FieldReader, path: FieldPath, mapping: JsonMapping): InputType | undefined {
  const stated = Object.hasOwn(mapping, "type") ? mapping["type"] : undefined;
  if (Array.isArray(stated)) return "any";
  if (stated !== undefined) return readType(fields, [...path, "type"], stated);
  if (Object.hasOwn(mapping, "properties")) return "object";
  if (Object.hasOwn(mapping, "items")) return "array";
  const choices = Object.hasOwn(mapping, "enum") ? mapping["enum"] : undefined;
  return Array.isArray(choices) && choices.every((item) => typeof item === "string") ? "string" : "any";
}

function readType(fields: FieldReader, path: FieldPath, value: unknown): InputType | undefined {
  const type = inputTypes.find((item) => item === value);
  if (type !== undefined) return type;
  const meant = typeof value === "string" ? (otherTypes.get(value) ?? closest(value, inputTypes)) : undefined;
  const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
  return fields.refuseKind(path, `a type (${inputTypes.join(", ")})`, value, hint);
}

function checkDefault(
  fields: FieldReader,
  path: FieldPath,
  mapping: JsonMapping,
  type: InputType,
  value: Json,
): void {
  const choices = Object.hasOwn(mapping, "enum") ? mapping["enum"] : undefined;
  const at = [...path, "default"];
  if (value !== null && !fitsType(value, type)) {
    fields.refuse(
      at,
      `${pathText(at)}: expected ${typeNoun(type)}, as the type says, found ${shortJson(value)}`,
    );
  } else if (
    value !== null &&
    Array.isArray(choices) &&
    !choices.some((choice) => equalJson(choice, value))
  ) {
    fields.refuse(at, `${pathText(at)}: ${shortJson(value)} is none of ${shortJson(choices)}`);
  }
}
