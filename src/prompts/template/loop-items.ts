import { isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";
import type { TemplateNode } from "./ast.js";
import { quoteSource, templateError } from "./template-error.js";
import { kindOf } from "./value.js";

/** What a loop goes through: for each turn, a value for each of its names. */
export function loopItems(
  { names, list }: Pick<Extract<TemplateNode, { kind: "for" }>, "names" | "list">,
  value: Json,
): readonly (readonly Json[])[] {
  const items = isList(value)
    ? value
    : isMapping(value) && names.length === 1
      ? Object.keys(value)
      : undefined;
  if (items) return names.length === 1 ? items.map((item) => [item]) : items.map((item) => pair(item));
  const text = quoteSource(list.span);
  if (isMapping(value)) {
    const hint = `write \`for ${names.join(", ")} in ${text.slice(1, -1)} | items\``;
    throw templateError(list.span, `${text} is a mapping, and a loop with two variables wants pairs`, hint);
  }
  const hint =
    value === null ? `give it a default: \`${text.slice(1, -1)} | default([])\`` : stringHint(value);
  throw templateError(list.span, `a loop goes through lists, and ${text} is ${kindOf(value)}`, hint);

  function pair(item: Json): readonly Json[] {
    if (isList(item) && item.length === 2) return item;
    const found = isList(item) ? `a list of ${item.length}` : kindOf(item);
    throw templateError(list.span, `a loop with two variables wants pairs, and found ${found}`);
  }
}

function stringHint(value: Json): string | undefined {
  return typeof value === "string" ? "its characters are `| list`" : undefined;
}

/** The variable `loop` of a turn. */
export function loopValue(index: number, length: number): Json {
  return {
    index: index + 1,
    index0: index,
    revindex: length - index,
    revindex0: length - index - 1,
    first: index === 0,
    last: index === length - 1,
    length,
  };
}
