import type { Json } from "../types.js";
import type { Expression, Span } from "./ast.js";
import type { Evaluator } from "./evaluate.js";
import type { CallSite } from "./filters/call-site.js";
import type { Filter } from "./filters/filter.js";
import { FilterCall } from "./filters/filter-call.js";
import { filters } from "./filters/table.js";
import type { Meter } from "./meter.js";
import type { Scope } from "./scope.js";
import { quoteSource, templateError } from "./template-error.js";
import { Missing, type Value } from "./value.js";
import { valueTests } from "./value-tests.js";

type Kind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** The value of `input | name(…)`. */
export function applyFilter(expression: Kind<"filter">, evaluator: Evaluator, scope: Scope): Value {
  const site = new FilterSite(expression.span, evaluator.meter);
  const input = evaluator.evaluate(expression.input, scope);
  const args = expression.args.map((arg) => evaluator.value(arg, scope));
  const named = new Map(
    [...expression.named].map(([name, arg]) => [name, evaluator.value(arg, scope)] as const),
  );
  if (input === null && filters.get(expression.name)?.takes === undefined) {
    const text = quoteSource(expression.input.span);
    const hint = `give it a default: \`${text.slice(1, -1)} | default("") | ${expression.name}\``;
    throw templateError(expression.input.span, `${text} has no value here`, hint);
  }
  return site.filter(expression.name, input, args, named);
}

/** Whether `input is name(…)`, the negation left aside. */
export function askTest(expression: Kind<"test">, evaluator: Evaluator, scope: Scope): boolean {
  const site = new FilterSite(expression.span, evaluator.meter);
  const input = evaluator.evaluate(expression.input, scope);
  const args = expression.args.map((arg) => evaluator.value(arg, scope));
  return site.test(expression.name, input, args);
}

/** The place where filters and tests are applied, and that their errors name. */
class FilterSite implements CallSite {
  constructor(
    readonly span: Span,
    readonly meter: Meter,
  ) {}

  fail(message: string, hint?: string): never {
    throw templateError(this.span, message, hint);
  }

  charge(steps: number): void {
    this.meter.charge(this.span, steps);
  }

  chargePair(depth: number): void {
    this.meter.chargePair(this.span, depth);
  }

  chargeText(length: number): void {
    this.meter.chargeText(this.span, length);
  }

  filter(name: string, input: Value, args: readonly Json[], named: ReadonlyMap<string, Json>): Value {
    this.charge(1);
    const filter = filters.get(name);
    if (!filter) return this.fail(`there is no filter \`${name}\``);
    if (input instanceof Missing && filter.takes !== "missing") {
      throw templateError(input.span, input.why, input.hint);
    }
    const value = input instanceof Missing ? null : input;
    if (value === null && filter.takes === undefined) this.fail(`\`${name}\`: expected a value, found null`);
    const rest = args.slice(filter.params.length);
    return filter.apply(value, new FilterCall(name, this, bind(filter, args, named), rest));
  }

  test(name: string, value: Value, args: readonly Json[]): boolean {
    this.charge(1);
    const test = valueTests.get(name);
    if (!test) return this.fail(`there is no test \`${name}\``);
    if (value instanceof Missing && !test.takesMissing)
      throw templateError(value.span, value.why, value.hint);
    const fail = (message: string) => this.fail(`\`${name}\`: ${message}`);
    return test.holds(value instanceof Missing ? null : value, args[0] ?? null, {
      fail,
      onPair: (depth) => this.chargePair(depth),
    });
  }
}

/** The arguments by name. */
function bind(
  filter: Filter,
  args: readonly Json[],
  named: ReadonlyMap<string, Json>,
): ReadonlyMap<string, Json> {
  const bound = new Map(named);
  for (const [index, param] of filter.params.entries()) {
    const arg = args[index];
    if (arg !== undefined) bound.set(param, arg);
  }
  return bound;
}
