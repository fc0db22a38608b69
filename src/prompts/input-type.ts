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

/** Whether two values are the same as JSON: the order of keys does not count. */
export function deepEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  if (left.size !== right.size) return false;
  return [...left].every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && deepEqual(value, other);
  });
}
