import { fewOf } from "../../../core/few-of.js";
import type { Json } from "../../../prompts/types.js";
import { found, invalidAssertion, isMapping, numberSetting } from "../assertion-value.js";
import type { GradeInput, Grader } from "../grader.js";
import { yesOrNo } from "../verdict.js";
import { argumentsMatcher } from "./arguments-matcher.js";
import { type CallMatcher, readMatcher } from "./call-matcher.js";
import { type ToolCall, toolCallsOf } from "./tool-calls.js";

/**
 * The functions that are named were called, each at least once; or one of them between `min` (1) and `max` times. With `not-` none of a
 * list may be called.
 */
const toolUsed: Grader = async (input) => {
  const { assertion } = input;
  const calls = await toolCallsOf(input);
  if (isMapping(assertion.value)) return calledSoOften(assertion, assertion.value, calls);
  const matchers = readMatchers(assertion, [assertion.value ?? null].flat());
  const used = matchers.filter((matcher) => calls.some((call) => matcher.matches(call)));
  if (assertion.negated)
    return yesOrNo(used.length > 0, `${calledText(calls)}; forbidden: ${labels(matchers)}`);
  const missing = matchers.filter((matcher) => !used.includes(matcher));
  const lacks = missing.length === 0 ? "all that were wanted" : `${labels(missing)} missing`;
  return yesOrNo(missing.length === 0, `${calledText(calls)}: ${lacks}`);
};

function calledSoOften(assertion: GradeInput["assertion"], value: Json, calls: readonly ToolCall[]) {
  const matcher = readMatcher(assertion, value, "value");
  const [min, max] = [
    numberSetting(assertion, "min") ?? 1,
    numberSetting(assertion, "max") ?? Number.POSITIVE_INFINITY,
  ];
  const count = calls.filter((call) => matcher.matches(call)).length;
  return yesOrNo(
    count >= min && count <= max,
    `${matcher.label} was called ${times(count)}, wanted ${rangeText(min, max)}`,
  );
}

/**
 * The functions were called in the order that is listed: with others between them (`in_order`, the default), none beside them (`exact`),
 * or each of them once in any order (`any_order`).
 */
const toolSequence: Grader = async (input) => {
  const { assertion } = input;
  const { mode, steps } = wantedSequence(assertion);
  const calls = await toolCallsOf(input);
  const passed = sequences[mode](calls, steps);
  const order = { in_order: "in this order", exact: "exactly so", any_order: "in any order" }[mode];
  return yesOrNo(passed, `${calledText(calls)}; wanted ${order}: ${labels(steps)}`);
};

const sequences = {
  exact: (calls: readonly ToolCall[], steps: readonly CallMatcher[]): boolean =>
    calls.length === steps.length && calls.every((call, index) => steps[index]?.matches(call)),
  in_order: (calls: readonly ToolCall[], steps: readonly CallMatcher[]): boolean => {
    let next = 0;
    for (const call of calls) if (steps[next]?.matches(call)) next++;
    return next === steps.length;
  },
  any_order: (calls: readonly ToolCall[], steps: readonly CallMatcher[]): boolean => {
    const left = [...calls];
    return steps.every((step) => {
      const place = left.findIndex((call) => step.matches(call));
      if (place !== -1) left.splice(place, 1);
      return place !== -1;
    });
  },
};

function wantedSequence(assertion: GradeInput["assertion"]): {
  readonly mode: keyof typeof sequences;
  readonly steps: readonly CallMatcher[];
} {
  const { value } = assertion;
  const mode = isMapping(value) ? (value["mode"] ?? "in_order") : "in_order";
  const steps = isMapping(value) ? value["steps"] : value;
  if (mode !== "in_order" && mode !== "exact" && mode !== "any_order") {
    throw invalidAssertion(assertion, `mode: expected one of in_order, exact, any_order, ${found(mode)}`);
  }
  if (!Array.isArray(steps))
    throw invalidAssertion(assertion, `value: expected a list of functions, ${found(value)}`);
  return { mode, steps: readMatchers(assertion, steps) };
}

/** One call of the function has the arguments: those that are listed (`partial`, the default) or just these (`exact`). */
const toolArguments: Grader = async (input) => {
  const { assertion } = input;
  const matcher = readMatcher(assertion, assertion.value ?? null, "value");
  const fits = argumentsMatcher(assertion);
  const calls = (await toolCallsOf(input)).filter((call) => matcher.matches(call));
  const passed = calls.some((call) => call.arguments !== undefined && fits(call.arguments));
  const seen = calls
    .map((call) => JSON.stringify(call.arguments ?? null))
    .join(", ")
    .slice(0, 200);
  return yesOrNo(
    passed,
    calls.length === 0 ? `${matcher.label} was not called` : `${matcher.label} was called with ${seen}`,
  );
};

/** So many calls were made: of all functions, or of those that `name` or `pattern` means. */
const stepCount: Grader = async (input) => {
  const { assertion } = input;
  const { value } = assertion;
  const [least, most] = [numberSetting(assertion, "min"), numberSetting(assertion, "max")];
  if (least === undefined && most === undefined)
    throw invalidAssertion(assertion, "value: expected min, max or both");
  const some = isMapping(value) && (value["pattern"] ?? value["name"]) !== undefined;
  const matcher = some ? readMatcher(assertion, value, "value") : undefined;
  const count = (await toolCallsOf(input)).filter((call) => matcher?.matches(call) ?? true).length;
  const [min, max] = [least ?? 0, most ?? Number.POSITIVE_INFINITY];
  return yesOrNo(
    count >= min && count <= max,
    `${times(count)} called ${matcher?.label ?? "a function"}, wanted ${rangeText(min, max)}`,
  );
};

function readMatchers(assertion: GradeInput["assertion"], list: readonly Json[]): readonly CallMatcher[] {
  if (list.length === 0) throw invalidAssertion(assertion, "value: expected at least one function");
  return list.map((item, index) => readMatcher(assertion, item, `value[${index}]`));
}

function labels(matchers: readonly CallMatcher[]): string {
  return matchers.map(({ label }) => label).join(", ");
}

function calledText(calls: readonly ToolCall[]): string {
  const names = calls.map(({ name }) => name);
  return calls.length === 0 ? "called nothing" : `called ${fewOf(names, 20)}`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function rangeText(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return `${min} or more`;
  return min === max ? `${min}` : `${min} to ${max}`;
}

export const trajectoryGraders: Readonly<Record<string, Grader>> = {
  "trajectory:tool-used": toolUsed,
  "trajectory:tool-sequence": toolSequence,
  "trajectory:tool-args-match": toolArguments,
  "trajectory:step-count": stepCount,
};
