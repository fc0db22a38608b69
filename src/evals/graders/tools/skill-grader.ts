import type { Json } from "../../../prompts/types.js";
import { found, invalidAssertion, isMapping, numberSetting } from "../assertion-value.js";
import type { GradeInput, Grader } from "../grader.js";
import { yesOrNo } from "../verdict.js";
import { fitsWildcard } from "./wildcard.js";

type Assertion = GradeInput["assertion"];

/**
 * `skill-used`: the agent loaded each of the skills that are named, or one of them between `min` and `max` times. Skills are what the
 * provider reports in `metadata.skillCalls`, by name and without those that failed. With `not-` none of them may be used.
 */
const skillUsed: Grader = ({ assertion, answer }) => {
  const used = skillsIn(answer.metadata?.["skillCalls"]);
  const said = used.length === 0 ? "used no skill" : `used ${used.slice(0, 20).join(", ")}`;
  const { value } = assertion;
  if (isMapping(value)) return usedSoOften(assertion, value, used, said);
  const names = namesOf(assertion);
  const missing = names.filter((name) => !used.includes(name));
  if (assertion.negated)
    return yesOrNo(missing.length < names.length, `${said}; forbidden: ${names.join(", ")}`);
  return yesOrNo(
    missing.length === 0,
    `${said}: ${missing.length === 0 ? "all that were wanted" : `${missing.join(", ")} missing`}`,
  );
};

function usedSoOften(
  assertion: Assertion,
  value: { readonly [key: string]: Json },
  used: readonly string[],
  said: string,
) {
  const { name, pattern } = value;
  const label = pattern ?? name;
  if (typeof label !== "string" || label.trim() === "")
    throw invalidAssertion(assertion, `value: expected a name or a pattern, ${found(value)}`);
  const [least, most] = [countOf(assertion, "min"), countOf(assertion, "max")];
  if (assertion.negated && (least !== undefined || (most !== undefined && most !== 0)))
    throw invalidAssertion(assertion, "value: min and max have no meaning with not-");
  const [min, max] = assertion.negated
    ? [1, Number.POSITIVE_INFINITY]
    : [least ?? (most === undefined ? 1 : 0), most ?? Number.POSITIVE_INFINITY];
  if (max < min) throw invalidAssertion(assertion, `max: ${max} is less than min, ${min}`);
  const count = used.filter(
    (skill) =>
      (typeof name !== "string" || skill === name.trim()) &&
      (typeof pattern !== "string" || fitsWildcard(pattern.trim(), skill)),
  ).length;
  return yesOrNo(count >= min && count <= max, `${said}: ${label.trim()} ${count} times`);
}

function countOf(assertion: Assertion, name: "min" | "max"): number | undefined {
  const count = numberSetting(assertion, name);
  if (count === undefined || (Number.isInteger(count) && count >= 0)) return count;
  throw invalidAssertion(assertion, `${name}: expected a whole number of at least 0, ${found(count)}`);
}

function namesOf(assertion: Assertion): readonly string[] {
  const list = [assertion.value ?? null].flat();
  const names = list.flatMap((item) => (typeof item === "string" && item.trim() !== "" ? [item.trim()] : []));
  if (names.length === list.length && names.length > 0) return names;
  throw invalidAssertion(
    assertion,
    `value: expected the name of a skill, or a list, ${found(assertion.value)}`,
  );
}

function skillsIn(calls: Json | undefined): readonly string[] {
  if (!Array.isArray(calls)) return [];
  return calls
    .filter(isMapping)
    .flatMap(({ name, is_error: failed }) => (typeof name === "string" && failed !== true ? [name] : []));
}

export const skillGraders: Readonly<Record<string, Grader>> = { "skill-used": skillUsed };
