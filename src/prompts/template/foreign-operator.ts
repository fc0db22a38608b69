import { TemplateFault } from "./template-fault.js";

/** Operators of other languages, and what they are called here. The longer ones first. */
const foreign: readonly (readonly [operator: string, instead: string])[] = [
  ["===", "write `==`"],
  ["!==", "write `!=`"],
  ["&&", "write `and`"],
  ["||", "write `or`, or `| default(…)`"],
  ["??", "write `| default(…)`"],
  ["?.", "write `.`, and `| default(…)` behind it"],
  ["<>", "write `!=`"],
  ["=>", "functions cannot be written here"],
  ["++", "write `+ 1`"],
  ["?", "write `a if condition else b`"],
  ["!", "write `not`"],
  ["`", "write texts in single or double quotes"],
  ["$", "write the name alone"],
  ["@", "write the name alone"],
  [";", "write one statement in each tag"],
];

const firstLetters: ReadonlySet<string> = new Set(foreign.map(([operator]) => operator.slice(0, 1)));

/** The fault of an operator that another language has at this place; undefined where there is none. */
export function foreignOperator(text: string, at: number): TemplateFault | undefined {
  if (!firstLetters.has(text[at] ?? "")) return undefined;
  if (text.startsWith("!=", at) && text[at + 2] !== "=") return undefined;
  const found = foreign.find(([operator]) => text.startsWith(operator, at));
  if (!found) return undefined;
  const [operator, instead] = found;
  return new TemplateFault(`there is no \`${operator}\` in a template`, at, at + operator.length, instead);
}
