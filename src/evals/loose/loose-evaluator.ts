import { isList, isMapping } from "../../prompts/json-value.js";
import type { Expression, Span } from "../../prompts/template/ast.js";
import type { Meter } from "../../prompts/template/meter.js";
import { quoteSource, templateError } from "../../prompts/template/template-error.js";
import type { Json } from "../../prompts/types.js";
import { looseCalls } from "./loose-calls.js";
import type { LooseSite } from "./loose-filter.js";
import { looseFilters } from "./loose-filters.js";
import type { LooseFrame } from "./loose-frame.js";
import { looseTests } from "./loose-tests.js";
import {
  isOrdered,
  isTruthy,
  type LooseValue,
  looselyEqual,
  memberOf,
  primitive,
  scriptText,
  toNumber,
  written,
} from "./loose-value.js";
import { type OwnFilters, PendingFilters } from "./own-filters.js";

type Kind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Finds the values of expressions as Nunjucks does: what is not there is undefined, and no code can be reached. */
export class LooseEvaluator {
  constructor(
    readonly meter: Meter,
    readonly env: Environment,
    readonly own?: OwnFilters,
  ) {}

  value(expression: Expression, frame: LooseFrame): LooseValue {
    this.meter.charge(expression.span);
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "variable":
        return frame.get(expression.name);
      case "list":
        return expression.items.map((item) => this.#present(item, frame));
      case "mapping":
        return Object.fromEntries(
          expression.entries.map(([key, item]) => [
            scriptText(this.value(key, frame)),
            this.#present(item, frame),
          ]),
        );
      case "member":
        return this.#member(expression, frame);
      case "slice":
        return this.#slice(expression, frame);
      case "unary":
        return this.#unary(expression, frame);
      case "binary":
        return this.#binary(expression, frame);
      case "conditional":
        if (isTruthy(this.value(expression.condition, frame))) return this.value(expression.then, frame);
        return expression.otherwise ? this.value(expression.otherwise, frame) : "";
      case "filter":
        return this.#filter(expression, frame);
      case "test": {
        const argument = expression.args[0];
        const input = this.value(expression.input, frame);
        const holds = this.#site(expression.span).test(
          expression.name,
          input,
          argument && this.value(argument, frame),
        );
        return holds !== expression.negated;
      }
    }
  }

  /** As it is written out. */
  text(expression: Expression, frame: LooseFrame): string {
    const text = written(this.value(expression, frame));
    this.meter.chargeText(expression.span, text.length);
    return text;
  }

  /** Inside a list or mapping, where JSON has no undefined. */
  #present(expression: Expression, frame: LooseFrame): Json {
    return this.value(expression, frame) ?? null;
  }

  /** `env.NAME` reads the variables that the caller lends, unless the vars have an `env` of their own. */
  #member({ object, key }: Kind<"member">, frame: LooseFrame): LooseValue {
    const owner = this.value(object, frame);
    const name = this.value(key, frame);
    if (owner !== undefined || object.kind !== "variable" || object.name !== "env")
      return memberOf(owner, name);
    return typeof name === "string" && Object.hasOwn(this.env, name) ? this.env[name] : undefined;
  }

  #slice(expression: Kind<"slice">, frame: LooseFrame): LooseValue {
    const object = this.value(expression.object, frame);
    const bound = (part: Expression | undefined) => {
      const value = part && this.value(part, frame);
      return value === undefined || value === null ? undefined : toNumber(value);
    };
    const [from, to] = [bound(expression.from), bound(expression.to)];
    if (typeof object === "string") return [...object].slice(from, to);
    if (object === undefined || object === null) return [];
    return isList(object)
      ? object.slice(from, to)
      : this.#fail(expression.span, "only lists and texts have slices");
  }

  #unary({ operator, operand }: Kind<"unary">, frame: LooseFrame): LooseValue {
    const value = this.value(operand, frame);
    if (operator === "not") return !isTruthy(value);
    return operator === "-" ? -toNumber(value) : toNumber(value);
  }

  #binary({ operator, left, right, span }: Kind<"binary">, frame: LooseFrame): LooseValue {
    const a = this.value(left, frame);
    if (operator === "and") return isTruthy(a) ? this.value(right, frame) : a;
    if (operator === "or") return isTruthy(a) ? a : this.value(right, frame);
    const b = this.value(right, frame);
    switch (operator) {
      case "==":
        return looselyEqual(a, b);
      case "!=":
        return !looselyEqual(a, b);
      case "<":
      case "<=":
      case ">":
      case ">=":
        return isOrdered(operator, a, b);
      case "in":
        return this.#isIn(a, b, span);
      case "not in":
        return !this.#isIn(a, b, span);
      case "~":
        return this.#joined(scriptText(a), scriptText(b), span);
      case "+": {
        const [x, y] = [primitive(a), primitive(b)];
        if (typeof x !== "string" && typeof y !== "string") return toNumber(x) + toNumber(y);
        return this.#joined(scriptText(x), scriptText(y), span);
      }
      case "-":
        return toNumber(a) - toNumber(b);
      case "*":
        return toNumber(a) * toNumber(b);
      case "/":
        return toNumber(a) / toNumber(b);
      case "//":
        return Math.floor(toNumber(a) / toNumber(b));
      case "%":
        return toNumber(a) % toNumber(b);
      case "**":
        return toNumber(a) ** toNumber(b);
    }
  }

  #joined(a: string, b: string, span: Span): string {
    this.meter.chargeText(span, a.length + b.length);
    return a + b;
  }

  #isIn(item: LooseValue, container: LooseValue, span: Span): boolean {
    if (typeof container === "string") return container.includes(scriptText(item));
    if (container !== undefined && container !== null) {
      if (isList(container)) return container.some((one) => one === item);
      if (isMapping(container)) return Object.hasOwn(container, scriptText(item));
    }
    return this.#fail(
      span,
      `nothing can be in ${quoteSource(span)}: it has no list, mapping or text on its right`,
    );
  }

  #filter(expression: Kind<"filter">, frame: LooseFrame): LooseValue {
    const { name, span } = expression;
    if (this.own?.known.has(name)) return this.#ownFilter(expression, this.own, frame);
    const filter = looseFilters.get(name) ?? looseCalls.get(name);
    if (!filter) return this.#fail(span, `there is no filter \`${name}\``);
    const input = this.value(expression.input, frame);
    const args = expression.args.map((arg) => this.value(arg, frame));
    for (const [param, arg] of expression.named) args[filter.params.indexOf(param)] = this.value(arg, frame);
    return filter.apply(input, args, this.#site(span));
  }

  /** @throws {PendingFilters} where nobody has asked it yet. */
  #ownFilter({ name, input, args }: Kind<"filter">, own: OwnFilters, frame: LooseFrame): Json {
    const call = { name, args: [input, ...args].map((part) => this.#present(part, frame)) };
    const answer = own.value(call);
    if (answer === undefined) throw new PendingFilters([call]);
    return answer.value;
  }

  #site(span: Span): LooseSite {
    return {
      fail: (message, hint) => this.#fail(span, `${quoteSource(span)}: ${message}`, hint),
      room: (length) => this.meter.chargeText(span, length),
      test: (name, value, argument) => {
        const test = looseTests.get(name);
        return test ? test.holds(value, argument) : this.#fail(span, `there is no test \`${name}\``);
      },
    };
  }

  #fail(span: Span, message: string, hint?: string): never {
    throw templateError(span, message, hint);
  }
}
