import { found, invalidAssertion, isMapping } from "./assertion-value.js";
import type { GradeInput, Grader } from "./grader.js";
import { yesOrNo } from "./verdict.js";

/** Counts something, and compares it with a number or with `{min, max}`. */
function counted(noun: string, count: (text: string) => number): Grader {
  return ({ assertion, text }) => {
    const { min, max } = wantedRange(assertion);
    const is = count(text);
    const passed = is >= min && is <= max;
    return yesOrNo(
      passed,
      `the output has ${is} ${noun}, ${passed ? "which is" : "not"} ${rangeText(min, max)}`,
    );
  };
}

/** What is wanted: an exact number is a range of one. */
function wantedRange(assertion: GradeInput["assertion"]): { min: number; max: number } {
  const { value } = assertion;
  if (isMapping(value)) {
    const [min, max] = [bound(assertion, "min"), bound(assertion, "max")];
    if (min === undefined && max === undefined)
      throw invalidAssertion(assertion, "value: expected min, max or both");
    if ((min ?? 0) > (max ?? Number.POSITIVE_INFINITY))
      throw invalidAssertion(assertion, `value: min ${min} is above max ${max}`);
    return { min: min ?? 0, max: max ?? Number.POSITIVE_INFINITY };
  }
  const exact = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof exact === "number" && Number.isFinite(exact)) return { min: exact, max: exact };
  throw invalidAssertion(assertion, `value: expected a number or {min, max}, ${found(value)}`);
}

function bound(assertion: GradeInput["assertion"], name: "min" | "max"): number | undefined {
  const given = isMapping(assertion.value) ? assertion.value[name] : undefined;
  if (given === undefined || (typeof given === "number" && Number.isFinite(given))) return given;
  throw invalidAssertion(assertion, `value.${name}: expected a number, ${found(given)}`);
}

function rangeText(min: number, max: number): string {
  if (min === max) return `exactly ${min}`;
  if (max === Number.POSITIVE_INFINITY) return `at least ${min}`;
  return min === 0 ? `at most ${max}` : `between ${min} and ${max}`;
}

/** Runs of what is no white space. */
function wordCount(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(/\S+/g)) count++;
  return count;
}

/** Characters as Unicode counts them: code points. */
function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

export const lengthGraders: Readonly<Record<string, Grader>> = {
  "word-count": counted("words", wordCount),
  length: counted("characters", characterCount),
};
