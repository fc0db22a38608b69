import { isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";
import { areEqual, type OnPair, orderOf } from "./compare.js";
import { kindOf } from "./value.js";

/** What a test is given to ask with. */
interface TestContext {
  /** Says that the test cannot be asked of such values. */
  fail(message: string): never;
  readonly onPair: OnPair;
}

/** What `x is name(…)` asks. */
interface ValueTest {
  /** How many arguments it has. */
  readonly args: 0 | 1;
  /** Whether it may be asked of what is not there; that comes in as null. */
  readonly takesMissing?: boolean;
  /** @param argument null if it has none. */
  holds(value: Json, argument: Json, context: TestContext): boolean;
}

function plain(holds: (value: Json) => boolean): ValueTest {
  return { args: 0, holds };
}

function ordered(holds: (order: number) => boolean): ValueTest {
  return {
    args: 1,
    holds: (value, argument, { fail }) => {
      const order = orderOf(value, argument);
      return order === undefined
        ? fail(`${kindOf(value)} cannot be compared with ${kindOf(argument)}`)
        : holds(order);
    },
  };
}

function divided(holds: (value: number, argument: number) => boolean, args: 0 | 1): ValueTest {
  return {
    args,
    holds: (value, argument, { fail }) => {
      if (typeof value !== "number") return fail(`${kindOf(value)} is no number`);
      if (args === 0) return holds(value, 0);
      if (typeof argument !== "number") return fail(`${kindOf(argument)} is no number`);
      return argument === 0 ? fail("a number is divided by 0") : holds(value, argument);
    },
  };
}

const equal: ValueTest = { args: 1, holds: (a, b, { onPair }) => areEqual(a, b, onPair) };
const unequal: ValueTest = { args: 1, holds: (a, b, { onPair }) => !areEqual(a, b, onPair) };
const less = ordered((order) => order < 0);
const lessOrEqual = ordered((order) => order <= 0);
const greater = ordered((order) => order > 0);
const greaterOrEqual = ordered((order) => order >= 0);
const sequence = plain((value) => typeof value === "string" || isList(value) || isMapping(value));

/** Whether a value is in a list, a text in a text, a key in a mapping. */
export function isIn(value: Json, container: Json, { fail, onPair }: TestContext): boolean {
  if (isList(container)) return container.some((item) => areEqual(item, value, onPair));
  if (isMapping(container)) return typeof value === "string" && Object.hasOwn(container, value);
  if (typeof container !== "string") return fail(`nothing can be in ${kindOf(container)}`);
  return typeof value === "string" ? container.includes(value) : fail(`${kindOf(value)} cannot be in a text`);
}

/** Whether a text has letters with two cases, and all of them are of one. */
function isCased(value: Json, own: (text: string) => string, other: (text: string) => string): boolean {
  return typeof value === "string" && own(value) === value && other(value) !== value;
}

const upperCase = (text: string) => text.toUpperCase();
const lowerCase = (text: string) => text.toLowerCase();

/** The tests by name. Null and what is not there are alike: neither is defined. */
export const valueTests: ReadonlyMap<string, ValueTest> = new Map<string, ValueTest>([
  ["defined", { args: 0, takesMissing: true, holds: (value) => value !== null }],
  ["undefined", { args: 0, takesMissing: true, holds: (value) => value === null }],
  ["none", plain((value) => value === null)],
  ["string", plain((value) => typeof value === "string")],
  ["number", plain((value) => typeof value === "number")],
  ["integer", plain((value) => Number.isInteger(value))],
  ["float", plain((value) => typeof value === "number" && !Number.isInteger(value))],
  ["boolean", plain((value) => typeof value === "boolean")],
  ["true", plain((value) => value === true)],
  ["false", plain((value) => value === false)],
  ["mapping", plain(isMapping)],
  ["sequence", sequence],
  ["iterable", sequence],
  ["upper", plain((value) => isCased(value, upperCase, lowerCase))],
  ["lower", plain((value) => isCased(value, lowerCase, upperCase))],
  ["even", divided((value) => value % 2 === 0, 0)],
  ["odd", divided((value) => Math.abs(value % 2) === 1, 0)],
  ["divisibleby", divided((value, by) => value % by === 0, 1)],
  ["in", { args: 1, holds: isIn }],
  ["eq", equal],
  ["equalto", equal],
  ["==", equal],
  ["ne", unequal],
  ["!=", unequal],
  ["lt", less],
  ["lessthan", less],
  ["<", less],
  ["le", lessOrEqual],
  ["<=", lessOrEqual],
  ["gt", greater],
  ["greaterthan", greater],
  [">", greater],
  ["ge", greaterOrEqual],
  [">=", greaterOrEqual],
]);
