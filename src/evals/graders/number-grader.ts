import { found, invalidAssertion, isMapping, numberSetting, settingOf } from "./assertion-value.js";
import type { GradeInput, Grader } from "./grader.js";
import { shown, yesOrNo } from "./verdict.js";

/** A number as people and models write it: sign, thousands in groups of three or none, decimals, exponent. */
const written =
  /(?<![\p{L}\p{N}_.])[+\-\u2212]?(?:(?:\d{1,3}(?:[,\u00a0\u202f']\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/gu;

/** The output's number is the wanted one, or as near as `tolerance` (the same unit) or `relative` (a share of the wanted one) allows. */
const number: Grader = (input) => {
  const { assertion } = input;
  const wanted = wantedNumber(assertion);
  const given = givenNumbers(input);
  const [tolerance, relative] = [allowance(assertion, "tolerance"), allowance(assertion, "relative")];
  const most = Math.max(tolerance, relative * Math.abs(wanted));
  if (given.length === 0) return yesOrNo(false, `there is no number in the output ${shown(input.text)}`);
  const nearest = given.reduce((best, it) => (Math.abs(it - wanted) < Math.abs(best - wanted) ? it : best));
  const away = Math.abs(nearest - wanted);
  // What binary fractions cannot hold is no difference: 0.3 − 0.1 is within 0.2 of 0.
  const passed = away <= most + Number.EPSILON * 4 * Math.max(Math.abs(nearest), Math.abs(wanted));
  const within = most === 0 ? "" : ` ± ${most}`;
  return yesOrNo(passed, `the output's number ${nearest} ${passed ? "is" : "is not"} ${wanted}${within}`);
};

function wantedNumber(assertion: GradeInput["assertion"]): number {
  const { value } = assertion;
  const given = isMapping(value) ? value["value"] : value;
  const wanted = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof wanted === "number" && Number.isFinite(wanted)) return wanted;
  throw invalidAssertion(
    assertion,
    `value: expected a number or {value, tolerance, relative}, ${found(value)}`,
  );
}

function allowance(assertion: GradeInput["assertion"], name: "tolerance" | "relative"): number {
  const given = numberSetting(assertion, name) ?? 0;
  if (given >= 0) return given;
  throw invalidAssertion(assertion, `${name}: must be at least 0, found ${given}`);
}

/** Which of the text's numbers count. An output that is data, or a number and nothing else, has one. */
function givenNumbers({ assertion, output, text }: GradeInput): readonly number[] {
  if (typeof output === "number") return [output];
  const which = settingOf(assertion, "which") ?? "last";
  const numbers = numbersIn(text);
  if (which === "any") return numbers;
  if (which === "first") return numbers.slice(0, 1);
  if (which === "last") return numbers.slice(-1);
  if (which === "only") return numbers.length === 1 ? numbers : [];
  throw invalidAssertion(assertion, `which: expected one of first, last, any, only, ${found(which)}`);
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(written)]
    .map(([match]) => Number(match.replace("\u2212", "-").replace(/[,\u00a0\u202f']/g, "")))
    .filter((value) => Number.isFinite(value));
}

export const numberGraders: Readonly<Record<string, Grader>> = { number };
