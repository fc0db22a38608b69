import { equalJson } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";
import { found, invalidAssertion, isMapping, textsSetting } from "../assertion-value.js";
import type { GradeInput } from "../grader.js";
import { fitsWildcard } from "./wildcard.js";

/**
 * Whether arguments fit `args` of the assertion. `ignore` names arguments that do not count; `defaults` says which values an argument
 * has anyhow: an argument that has its default counts as not given.
 */
export function argumentsMatcher(assertion: GradeInput["assertion"]): (given: Json) => boolean {
  const value = isMapping(assertion.value) ? assertion.value : {};
  const wanted = value["args"] ?? value["arguments"];
  if (wanted === undefined) throw invalidAssertion(assertion, "value.args: it is missing");
  const mode = value["mode"] ?? "partial";
  if (mode !== "partial" && mode !== "exact") {
    throw invalidAssertion(assertion, `mode: expected partial or exact, ${found(mode)}`);
  }
  const defaults = value["defaults"] ?? {};
  if (!isMapping(defaults))
    throw invalidAssertion(assertion, `defaults: expected a mapping, ${found(defaults)}`);
  const ignored = textsSetting(assertion, "ignore") ?? [];
  const counted = (other: Json): Json =>
    without(other, (key) => ignored.some((pattern) => fitsWildcard(pattern, key)));
  const expected = counted(wanted);
  return (given) => {
    const actual = without(
      counted(given),
      (key, it) => Object.hasOwn(defaults, key) && equalJson(defaults[key], it),
    );
    return mode === "exact" ? equalJson(actual, expected) : includes(actual, expected);
  };
}

function without(value: Json, drop: (key: string, value: Json) => boolean): Json {
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, inner]) => !drop(key, inner)));
}

/** Whether a value has at least what is expected: mappings may have other keys, lists may not have other items. */
function includes(actual: Json | undefined, expected: Json): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => includes(actual[index], item))
    );
  }
  if (!isMapping(expected)) return equalJson(actual, expected);
  if (!isMapping(actual)) return false;
  return Object.entries(expected).every(
    ([key, item]) => Object.hasOwn(actual, key) && includes(actual[key], item),
  );
}
