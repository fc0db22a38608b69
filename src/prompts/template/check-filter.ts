import { closest } from "../../core/suggest.js";
import type { CallArguments } from "./call-arguments.js";
import type { Filter } from "./filters/filter.js";
import { filters } from "./filters/table.js";
import type { TemplateFault } from "./template-fault.js";
import { valueTests } from "./value-tests.js";

type Complain = (message: string, hint?: string) => TemplateFault;

/**
 * What is wrong with the use of a filter, if anything: its name, how many arguments it has, or what they are called.
 * @param complain makes the fault, at the place of the filter.
 */
export function checkFilter(
  name: string,
  call: CallArguments,
  complain: Complain,
): TemplateFault | undefined {
  const filter = filters.get(name);
  if (!filter) return unknownName("filter", name, filters.keys(), complain);
  if (filter.applies !== undefined) {
    const inner = call.args[filter.params.length];
    if (inner) return checkInner(filter, call, complain);
  }
  const most = filter.params.length;
  if (call.args.length > most) {
    const wants = most === 0 ? "no arguments" : `at most ${most} argument${most === 1 ? "" : "s"}`;
    return complain(`\`${name}\` takes ${wants}, and has ${call.args.length}`, signature(name, filter));
  }
  const known = [...filter.params, ...(filter.named ?? [])];
  for (const given of call.named.keys()) {
    if (!known.includes(given)) {
      const meant = closest(given, known);
      const suggestion = meant === undefined ? "" : `; did you mean ${meant}?`;
      return complain(`\`${name}\` has no argument ${given}${suggestion}`, signature(name, filter));
    }
    if (filter.params.indexOf(given) !== -1 && filter.params.indexOf(given) < call.args.length) {
      return complain(`the argument ${given} of \`${name}\` is given twice`, signature(name, filter));
    }
  }
  const absent = filter.params
    .slice(0, filter.required ?? 0)
    .find((param, index) => index >= call.args.length && !call.named.has(param));
  if (absent !== undefined) {
    return complain(`\`${name}\` lacks its argument ${absent}`, signature(name, filter));
  }
  return undefined;
}

/** Of `map("upper")` or `select("even")`: what is wrong with the filter or test that it applies. */
function checkInner(filter: Filter, call: CallArguments, complain: Complain): TemplateFault | undefined {
  const at = filter.params.length;
  const inner = call.args[at];
  if (inner?.kind !== "literal" || typeof inner.value !== "string") {
    return complain(`the name of a ${filter.applies} must be a text in quotes`);
  }
  const args = call.args.slice(at + 1);
  if (filter.applies === "filter") return checkFilter(inner.value, { args, named: call.named }, complain);
  const [first] = call.named.keys();
  if (first !== undefined) return complain(`a test has no argument ${first}`);
  return checkTest(inner.value, args.length, complain);
}

/** What is wrong with the use of a test, if anything. @param count how many arguments it is given. */
export function checkTest(name: string, count: number, complain: Complain): TemplateFault | undefined {
  const test = valueTests.get(name);
  if (!test) {
    const words = [...valueTests.keys()].filter((known) => /^\w+$/.test(known));
    return unknownName("test", name, words, complain);
  }
  if (count === test.args) return undefined;
  const wants = test.args === 0 ? "no argument" : "one argument";
  return complain(`the test \`${name}\` takes ${wants}, and has ${count === 0 ? "none" : count}`);
}

function unknownName(
  what: "filter" | "test",
  name: string,
  known: Iterable<string>,
  complain: Complain,
): TemplateFault {
  const names = [...known];
  const meant = closest(name, names);
  const suggestion = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
  return complain(
    `there is no ${what} \`${name}\`${suggestion}`,
    `${what}s are: ${names.toSorted().join(", ")}`,
  );
}

function signature(name: string, filter: Filter): string {
  const named = (filter.named ?? []).map((param) => `${param}=…`);
  const params = [...filter.params, ...named];
  return params.length === 0 ? `write \`| ${name}\`` : `it is \`${name}(${params.join(", ")})\``;
}
