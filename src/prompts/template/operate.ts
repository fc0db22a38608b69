import { isList } from "../json-value.js";
import type { Json } from "../types.js";
import type { BinaryOperator } from "./ast.js";
import { orderOf } from "./compare.js";
import { kindOf } from "./value.js";

type Fail = (message: string, hint?: string) => never;

/** `+ - * / // % **` and `< <= > >=`. @param room says that a text or list of that length is about to be made. */
export function operate(
  operator: BinaryOperator,
  left: Json,
  right: Json,
  fail: Fail,
  room: (length: number) => void,
): Json {
  if (/^[<>]/.test(operator)) {
    const order = orderOf(left, right);
    if (order === undefined)
      return fail(mismatch(operator, left, right), "compare numbers with numbers, texts with texts");
    if (operator === "<") return order < 0;
    if (operator === "<=") return order <= 0;
    return operator === ">" ? order > 0 : order >= 0;
  }
  if (typeof left === "number" && typeof right === "number") return calculate(operator, left, right, fail);
  if (operator === "+") {
    if (typeof left === "string" && typeof right === "string") {
      room(left.length + right.length);
      return left + right;
    }
    if (isList(left) && isList(right)) {
      room(left.length + right.length);
      return [...left, ...right];
    }
    const mixed = typeof left === "string" || typeof right === "string";
    return fail(mismatch(operator, left, right), mixed ? "join texts and other values with `~`" : undefined);
  }
  if (operator === "*") {
    if (typeof left === "string" && typeof right === "number") return repeat(left, right, fail, room);
    if (typeof left === "number" && typeof right === "string") return repeat(right, left, fail, room);
  }
  return fail(mismatch(operator, left, right));
}

function mismatch(operator: BinaryOperator, left: Json, right: Json): string {
  return `\`${operator}\` cannot be used between ${kindOf(left)} and ${kindOf(right)}`;
}

/** As Python calculates: `//` rounds down, and `%` has the sign of its right side. */
function calculate(operator: BinaryOperator, left: number, right: number, fail: Fail): number {
  if (right === 0 && ["/", "//", "%"].includes(operator)) return fail("a number is divided by 0");
  const result = numeric(operator, left, right);
  if (!Number.isFinite(result))
    return fail(`\`${left} ${operator} ${right}\` is no number that can be written`);
  return result;
}

function numeric(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%": {
      const rest = left % right;
      return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest;
    }
    default:
      return left ** right;
  }
}

function repeat(text: string, times: number, fail: Fail, room: (length: number) => void): string {
  if (!Number.isInteger(times)) return fail(`a text cannot be repeated ${times} times`);
  const count = Math.max(0, times);
  room(text.length * count);
  return text.repeat(count);
}
