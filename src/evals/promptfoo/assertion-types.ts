import { graderTypes } from "../graders/grader-of.js";

/** Types of promptfoo that mlx does not judge, and why. */
const foreign: readonly (readonly [types: RegExp, reason: string])[] = [
  [/^human$/, "mlx asks no one while it runs; label results afterwards"],
  [/^(?:promptfoo:|pi$)/, "it needs a service that promptfoo hosts"],
  [/^(?:agent-rubric|search-rubric|video-rubric)$/, "it needs a judge with tools of its own"],
];

/** Types that go under another name here. */
const others: ReadonlyMap<string, string> = new Map([
  ["similarity", "similar"],
  ["not-similarity", "similar"],
]);

/** Whether mlx judges assertions of a type, written without `not-`. */
export function isAssertionType(type: string): boolean {
  return graderTypes.includes(others.get(type) ?? type) || type === "assert-set";
}

/** Why assertions of a type are left out; undefined for one that promptfoo does not know either. */
export function foreignReason(type: string): string | undefined {
  return foreign.find(([types]) => types.test(type))?.[1];
}

/** The name of a type here. */
export function typeHere(type: string): string {
  return others.get(type) ?? type;
}
