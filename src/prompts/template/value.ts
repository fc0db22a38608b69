import { isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";
import type { Span } from "./ast.js";

/** A value that is not there: the name of an input that nobody gave, a key that a mapping has not. */
export class Missing {
  /**
   * @param span of the expression that has no value. @param why as a sentence about it: "`a` is not defined".
   * @param hint what to do.
   */
  constructor(
    readonly span: Span,
    readonly why: string,
    readonly hint: string,
  ) {}
}

/** What an expression can give. */
export type Value = Json | Missing;

export type JsonList = readonly Json[];
export type JsonMapping = { readonly [key: string]: Json };

/** What kind of value it is, in words for a message. */
export function kindOf(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "a text";
    case "number":
      return "a number";
    case "boolean":
      return `${value}`;
    default:
      return "a mapping";
  }
}

/** Whether it counts as true, as in Python: not false, null, 0, nor an empty text, list or mapping. */
export function isTrue(value: Json): boolean {
  if (isList(value)) return value.length > 0;
  if (isMapping(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}
