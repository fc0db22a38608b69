import { isList } from "../json-value.js";
import type { Json } from "../types.js";
import { limits } from "./limits.js";

/** Says that a value cannot be written or compared. */
type Fail = (message: string) => never;

/**
 * A value as JSON with a space behind `,` and `:`, as Python writes it.
 * @param indent written before each level, and every item on a line of its own.
 * @param fail is called if it is too long, or nests too deep.
 */
export function jsonText(value: Json, fail: Fail, indent?: string): string {
  const parts: string[] = [];
  let length = 0;
  const write = (part: string) => {
    length += part.length;
    if (length > limits.rendered) fail("the value is too long to be written as JSON");
    parts.push(part);
  };
  const visit = (inside: Json, depth: number): void => {
    if (depth > limits.value) fail(`the value nests more than ${limits.value} deep`);
    if (typeof inside !== "object" || inside === null) {
      write(JSON.stringify(inside));
      return;
    }
    const list = isList(inside);
    const entries = list ? inside.map((item) => ["", item] as const) : Object.entries(inside);
    write(list ? "[" : "{");
    const line = indent === undefined ? "" : `\n${indent.repeat(depth + 1)}`;
    const comma = indent === undefined ? ", " : ",";
    for (const [index, [key, item]] of entries.entries()) {
      write(`${index === 0 ? "" : comma}${line}${list ? "" : `${JSON.stringify(key)}: `}`);
      visit(item, depth + 1);
    }
    if (indent !== undefined && entries.length > 0) write(`\n${indent.repeat(depth)}`);
    write(list ? "]" : "}");
  };
  visit(value, 0);
  return parts.join("");
}

/** A value as it is written out: texts as they are, lists and mappings as JSON. */
export function textOf(value: Json, fail: Fail): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? jsonText(value, fail) : String(value);
}
