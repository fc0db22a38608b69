import type { InputType, Json } from "./types.js";

const nouns: Readonly<Record<InputType, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  any: "any value",
};

/** `a whole number`. */
export function typeNoun(type: InputType): string {
  return nouns[type];
}

export function fitsType(value: Json, type: InputType): boolean {
  switch (type) {
    case "any":
      return true;
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
