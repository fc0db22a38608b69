import { isList, isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";

/** A value of a loose template: JSON, or nothing, which is no error there. */
export type LooseValue = Json | undefined;

/** Lists in one another beyond this are not written out. */
const deepest = 200;

/** As JavaScript turns a value into a text: lists are joined with commas, mappings say nothing of themselves. */
export function scriptText(value: LooseValue, depth = 0): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  if (!isList(value) || depth > deepest) return "[object Object]";
  return value.map((item) => (item === null ? "" : scriptText(item, depth + 1))).join(",");
}

/** As it is written out: what is not there is empty. */
export function written(value: LooseValue): string {
  return value === undefined || value === null ? "" : scriptText(value);
}

/** As JavaScript sees it: empty lists and mappings are true. */
export function isTruthy(value: LooseValue): boolean {
  return Boolean(value);
}

export function toNumber(value: LooseValue): number {
  if (typeof value === "number") return value;
  if (value === undefined) return Number.NaN;
  return typeof value === "object" && value !== null ? Number(scriptText(value)) : Number(value);
}

/** JavaScript's `==`: numbers in texts count as numbers, nothing equals null. */
export function looselyEqual(a: LooseValue, b: LooseValue): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (typeof a === typeof b) return a === b;
  const [left, right] = [primitive(a), primitive(b)];
  return typeof left === "string" && typeof right === "string"
    ? left === right
    : toNumber(left) === toNumber(right);
}

/** JavaScript's `<` and its kin: texts by code unit, everything else as numbers. */
export function isOrdered(operator: "<" | "<=" | ">" | ">=", a: LooseValue, b: LooseValue): boolean {
  const [left, right] = [primitive(a), primitive(b)];
  const [x, y] =
    typeof left === "string" && typeof right === "string" ? [left, right] : [toNumber(left), toNumber(right)];
  if (operator === "<") return x < y;
  if (operator === "<=") return x <= y;
  return operator === ">" ? x > y : x >= y;
}

function isNothing(value: LooseValue): value is null | undefined {
  return value === null || value === undefined;
}

/** Lists and mappings as the text that JavaScript compares. */
export function primitive(value: LooseValue): LooseValue {
  return typeof value === "object" && value !== null ? scriptText(value) : value;
}

/** What belongs to a value under a key; nothing that JavaScript would find in a prototype, save the length. */
export function memberOf(object: LooseValue, key: LooseValue): LooseValue {
  if (object === null || object === undefined) return undefined;
  if (isMapping(object)) {
    const name = scriptText(key);
    return Object.hasOwn(object, name) ? object[name] : undefined;
  }
  if (typeof object !== "string" && !isList(object)) return undefined;
  if (key === "length") return object.length;
  const index = typeof key === "string" && /^\d+$/.test(key) ? Number(key) : key;
  if (typeof index !== "number" || !Number.isInteger(index) || index < 0) return undefined;
  return object[index];
}
