import { isList, isMapping } from "../../prompts/json-value.js";
import { isOrdered, isTruthy, type LooseValue, looselyEqual, toNumber, written } from "./loose-value.js";

interface LooseTest {
  readonly args: 0 | 1;
  holds(value: LooseValue, argument: LooseValue): boolean;
}

function plain(holds: (value: LooseValue) => boolean): LooseTest {
  return { args: 0, holds };
}

const equal: LooseTest = { args: 1, holds: (a, b) => a === b };
const compared = (operator: "<" | "<=" | ">" | ">="): LooseTest => ({
  args: 1,
  holds: (a, b) => isOrdered(operator, a, b),
});
const greater = compared(">");
const less = compared("<");

/** The tests by name, as Nunjucks has them. */
export const looseTests: ReadonlyMap<string, LooseTest> = new Map<string, LooseTest>([
  ["callable", plain(() => false)],
  ["defined", plain((value) => value !== undefined)],
  ["undefined", plain((value) => value === undefined)],
  ["null", plain((value) => value === null)],
  ["none", plain((value) => value === null)],
  ["number", plain((value) => typeof value === "number")],
  ["string", plain((value) => typeof value === "string")],
  ["mapping", plain((value) => value !== undefined && value !== null && isMapping(value))],
  [
    "iterable",
    plain((value) => typeof value === "string" || (value !== undefined && value !== null && isList(value))),
  ],
  ["truthy", plain(isTruthy)],
  ["falsy", plain((value) => !isTruthy(value))],
  ["even", plain((value) => toNumber(value) % 2 === 0)],
  ["odd", plain((value) => toNumber(value) % 2 === 1)],
  ["lower", plain((value) => written(value).toLowerCase() === value)],
  ["upper", plain((value) => written(value).toUpperCase() === value)],
  ["divisibleby", { args: 1, holds: (value, by) => toNumber(value) % toNumber(by) === 0 }],
  ["sameas", equal],
  ["eq", equal],
  ["equalto", equal],
  ["ne", { args: 1, holds: (a, b) => a !== b }],
  ["ge", compared(">=")],
  ["gt", greater],
  ["greaterthan", greater],
  ["le", compared("<=")],
  ["lt", less],
  ["lessthan", less],
  ["==", { args: 1, holds: looselyEqual }],
]);
