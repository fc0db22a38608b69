import { shortJson } from "../core/schema-problems.js";
import { fitsType, typeNoun } from "./input-type.js";
import { parseJson } from "./json-value.js";
import type { InputType, Json } from "./types.js";

type Converted =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: string };

const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

/** What a text from a command line means for an input of this type: text as it is, all else as JSON. */
export function textToInput(text: string, type: InputType): Converted {
  if (type === "string" || type === "any") return { ok: true, value: text };
  const refused = {
    ok: false,
    problem: `expected ${typeNoun(type)}${asJson(type)}, found ${shortJson(text)}`,
  } as const;
  if ((type === "number" || type === "integer") && !jsonNumber.test(text)) return refused;
  const value = parseJson(text);
  return value !== undefined && fitsType(value, type) ? { ok: true, value } : refused;
}

function asJson(type: InputType): string {
  if (type === "array") return ', as JSON: ["a", "b"]';
  return type === "object" ? ', as JSON: {"key": "value"}' : "";
}
