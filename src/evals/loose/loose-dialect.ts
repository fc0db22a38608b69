import { closest } from "../../core/suggest.js";
import type { CallArguments } from "../../prompts/template/call-arguments.js";
import type { Dialect } from "../../prompts/template/dialect.js";
import type { TemplateFault } from "../../prompts/template/template-fault.js";
import { looseCalls } from "./loose-calls.js";
import { looseFilters } from "./loose-filters.js";
import { looseTests } from "./loose-tests.js";
import type { OwnFilters } from "./own-filters.js";

/** What of Nunjucks is read: its grammar, filters and tests, and those methods of JavaScript that only read. */
export const looseDialect: Dialect = {
  roles: false,
  constants: new Map([
    ["true", true],
    ["false", false],
    ["none", null],
    ["null", null],
  ]),
  statements: new Map([["elseif", "elif"]]),
  raw: "raw|verbatim",
  strictEquality: true,
  checkFilter,
  checkTest(name, count, complain) {
    const test = looseTests.get(name);
    if (!test) return complain(`there is no test \`${name}\`${suggestion(name, looseTests.keys())}`);
    if (count <= test.args) return undefined;
    return complain(`the test \`${name}\` takes ${test.args === 0 ? "no argument" : "one argument"}`);
  },
  takesValue: (test) => looseTests.get(test)?.args === 1,
  hasFilter: (name) => looseFilters.has(name),
  hasCall: (name, onObject) => looseCalls.has(onObject ? `.${name}` : `${name}()`),
};

/** The same, with filters of the suite's own: they take any arguments, by place. */
export function withOwnFilters(own: OwnFilters["known"]): Dialect {
  return {
    ...looseDialect,
    hasFilter: (name) => own.has(name) || looseFilters.has(name),
    checkFilter(name, call, complain) {
      if (!own.has(name)) return checkFilter(name, call, complain);
      const [named] = call.named.keys();
      return named === undefined
        ? undefined
        : complain(`\`${name}\` takes its arguments by place, not by name`);
    },
  };
}

function checkFilter(
  name: string,
  { args, named }: CallArguments,
  complain: (message: string, hint?: string) => TemplateFault,
): TemplateFault | undefined {
  const filter = looseFilters.get(name);
  if (!filter) {
    const hint = `filters are: ${[...looseFilters.keys()].toSorted().join(", ")}`;
    return complain(`there is no filter \`${name}\`${suggestion(name, looseFilters.keys())}`, hint);
  }
  if (args.length > filter.params.length) {
    const most = filter.params.length === 0 ? "no arguments" : `at most ${filter.params.length}`;
    return complain(`\`${name}\` takes ${most}, and has ${args.length}`);
  }
  const unknown = [...named.keys()].find((param) => !filter.params.includes(param));
  return unknown === undefined ? undefined : complain(`\`${name}\` has no argument ${unknown}`);
}

function suggestion(name: string, known: Iterable<string>): string {
  const meant = closest(name, [...known]);
  return meant === undefined ? "" : `; did you mean \`${meant}\`?`;
}
