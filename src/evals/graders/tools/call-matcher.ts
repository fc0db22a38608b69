import type { Json } from "../../../prompts/types.js";
import { found, invalidAssertion, isMapping } from "../assertion-value.js";
import type { GradeInput } from "../grader.js";
import type { ToolCall } from "./tool-calls.js";
import { fitsWildcard } from "./wildcard.js";

/** Which calls are meant: by a name in which `*` and `?` stand for other characters, in any case. */
export interface CallMatcher {
  readonly label: string;
  matches(call: ToolCall): boolean;
}

/** Reads `search_*`, `{name: search}` or `{pattern: search_*}`. */
export function readMatcher(assertion: GradeInput["assertion"], value: Json, where: string): CallMatcher {
  const given = isMapping(value) ? (value["pattern"] ?? value["name"]) : value;
  if (typeof given !== "string" || given === "") {
    throw invalidAssertion(assertion, `${where}: expected the name of a function, ${found(value)}`);
  }
  return { label: given, matches: ({ name }) => fitsWildcard(given, name) };
}
