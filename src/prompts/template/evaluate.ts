import { closest } from "../../core/suggest.js";
import { isList, isMapping } from "../json-value.js";
import type { Json } from "../types.js";
import { applyFilter, askTest } from "./apply-filter.js";
import type { Expression, Span } from "./ast.js";
import { characterAt, sliceText } from "./code-points.js";
import { areEqual } from "./compare.js";
import { textOf } from "./json-text.js";
import type { Meter } from "./meter.js";
import { operate } from "./operate.js";
import type { Scope } from "./scope.js";
import { quoteSource, templateError } from "./template-error.js";
import { isTrue, kindOf, Missing, type Value } from "./value.js";
import { isIn } from "./value-tests.js";

type Kind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** Finds the values of expressions. Nothing in a template can change a value or reach anything but the given ones. */
export class Evaluator {
  constructor(readonly meter: Meter) {}

  /** @throws {MlxError} MLX_TEMPLATE, where a value is missing or of the wrong kind. */
  value(expression: Expression, scope: Scope): Json {
    return this.#present(this.evaluate(expression, scope));
  }

  /** As it is written out. @throws {MlxError} MLX_TEMPLATE if there is nothing to write. */
  text(expression: Expression, scope: Scope): string {
    const value = this.value(expression, scope);
    if (value === null) throw noValue(expression);
    const text = textOf(value, (message) => this.#fail(expression.span, message));
    this.meter.chargeText(expression.span, text.length);
    return text;
  }

  evaluate(expression: Expression, scope: Scope): Value {
    this.meter.charge(expression.span);
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "variable":
        return this.#variable(expression, scope);
      case "list":
        return expression.items.map((item) => this.value(item, scope));
      case "mapping":
        return Object.fromEntries(expression.entries.map((entry) => this.#entry(entry, scope)));
      case "member":
        return this.#member(expression, scope);
      case "slice":
        return this.#slice(expression, scope);
      case "unary":
        return this.#unary(expression, scope);
      case "binary":
        return this.#binary(expression, scope);
      case "conditional":
        if (isTrue(this.value(expression.condition, scope))) return this.evaluate(expression.then, scope);
        return expression.otherwise ? this.evaluate(expression.otherwise, scope) : "";
      case "filter":
        return applyFilter(expression, this, scope);
      case "test":
        return askTest(expression, this, scope) !== expression.negated;
    }
  }

  #variable({ name, span }: Kind<"variable">, scope: Scope): Value {
    const known = scope.get(name);
    if (known !== undefined) return known;
    const meant = closest(name, scope.names());
    const suggestion = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
    return new Missing(span, `\`${name}\` is not defined${suggestion}`, defaultHint(`\`${name}\``));
  }

  #entry([key, value]: readonly [Expression, Expression], scope: Scope): readonly [string, Json] {
    const name = this.value(key, scope);
    if (typeof name === "string") return [name, this.value(value, scope)];
    return this.#fail(key.span, `the key of a mapping must be a text, and this is ${kindOf(name)}`);
  }

  #member(expression: Kind<"member">, scope: Scope): Value {
    const object = this.value(expression.object, scope);
    const key = this.value(expression.key, scope);
    const found = this.#own(object, key, expression.span);
    if (found !== undefined) return found;
    const whole = quoteSource(expression.span);
    const owner = quoteSource(expression.object.span);
    const what = typeof key === "string" ? `no \`${key}\`` : "nothing at that place";
    const meant =
      isMapping(object) && typeof key === "string" ? closest(key, Object.keys(object)) : undefined;
    const suggestion = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
    const why = `${whole} is not defined: ${owner} is ${kindOf(object)} and has ${what}${suggestion}`;
    return new Missing(expression.span, why, defaultHint(whole));
  }

  /** What is a value's own: the item of a list, the character of a text, the key of a mapping. */
  #own(object: Json, key: Json, span: Span): Json | undefined {
    if (isMapping(object))
      return typeof key === "string" && Object.hasOwn(object, key) ? object[key] : undefined;
    if (typeof key !== "number" || !Number.isInteger(key)) return undefined;
    if (isList(object)) return object.at(key);
    if (typeof object !== "string") return undefined;
    this.meter.chargeText(span, object.length);
    return characterAt(object, key);
  }

  #slice(expression: Kind<"slice">, scope: Scope): Value {
    const object = this.value(expression.object, scope);
    const from = this.#bound(expression.from, scope);
    const to = this.#bound(expression.to, scope);
    if (typeof object === "string") {
      this.meter.chargeText(expression.span, object.length);
      return sliceText(object, from, to);
    }
    if (!isList(object)) return this.#fail(expression.span, `${kindOf(object)} has no slices`);
    const part = object.slice(from, to);
    this.meter.charge(expression.span, part.length);
    return part;
  }

  #bound(expression: Expression | undefined, scope: Scope): number | undefined {
    if (!expression) return undefined;
    const value = this.value(expression, scope);
    if (value === null) return undefined;
    if (typeof value === "number" && Number.isInteger(value)) return value;
    return this.#fail(
      expression.span,
      `the bound of a slice must be a whole number, and this is ${kindOf(value)}`,
    );
  }

  #unary(expression: Kind<"unary">, scope: Scope): Value {
    const value = this.value(expression.operand, scope);
    if (expression.operator === "not") return !isTrue(value);
    if (typeof value !== "number") {
      return this.#fail(
        expression.span,
        `\`${expression.operator}\` wants a number, and this is ${kindOf(value)}`,
      );
    }
    return expression.operator === "-" ? -value : value;
  }

  #binary(expression: Kind<"binary">, scope: Scope): Value {
    const { operator, span } = expression;
    const left = this.value(expression.left, scope);
    if (operator === "and") return isTrue(left) ? this.evaluate(expression.right, scope) : left;
    if (operator === "or") return isTrue(left) ? left : this.evaluate(expression.right, scope);
    const right = this.value(expression.right, scope);
    const onPair = (depth: number) => this.meter.chargePair(span, depth);
    const fail = (message: string, hint?: string) => this.#fail(span, message, hint);
    switch (operator) {
      case "==":
        return areEqual(left, right, onPair);
      case "!=":
        return !areEqual(left, right, onPair);
      case "in":
        return isIn(left, right, { fail, onPair });
      case "not in":
        return !isIn(left, right, { fail, onPair });
      case "~":
        return this.#joined(expression, left, right);
      default:
        return operate(operator, left, right, fail, (length) => {
          this.meter.chargeText(span, length);
          if (isList(left)) this.meter.charge(span, length);
        });
    }
  }

  #joined({ left, right, span }: Kind<"binary">, a: Json, b: Json): string {
    if (a === null) throw noValue(left);
    if (b === null) throw noValue(right);
    const fail = (message: string) => this.#fail(span, message);
    const texts = [textOf(a, fail), textOf(b, fail)] as const;
    this.meter.chargeText(span, texts[0].length + texts[1].length);
    return texts[0] + texts[1];
  }

  #present(value: Value): Json {
    if (value instanceof Missing) throw templateError(value.span, value.why, value.hint);
    return value;
  }

  #fail(span: Span, message: string, hint?: string): never {
    throw templateError(span, message, hint);
  }
}

function noValue(expression: Expression): Error {
  const text = quoteSource(expression.span);
  return templateError(expression.span, `${text} has no value here`, defaultHint(text));
}

/** @param quoted what has no value, in backquotes. */
function defaultHint(quoted: string): string {
  return `give it a default: \`{{ ${quoted.slice(1, -1)} | default("") }}\``;
}
