import { reservedNames } from "./template/reserved-names.js";

const pattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `examples` are those of the front matter; other languages' `null` would pass for ours, which is `none`. */
const taken: ReadonlySet<string> = new Set([...reservedNames, "examples", "null"]);

/** Whether a template can name a variable so, whatever the word means to it. */
export function isVariableName(name: string): boolean {
  return pattern.test(name);
}

/** Whether a template gives the word a meaning of its own. */
export function isTakenName(name: string): boolean {
  return taken.has(name);
}

/** Whether an input may have this name. */
export function isInputName(name: string): boolean {
  return isVariableName(name) && !isTakenName(name);
}
