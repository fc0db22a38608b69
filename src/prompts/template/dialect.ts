import type { CallArguments } from "./call-arguments.js";
import { checkFilter, checkTest } from "./check-filter.js";
import { filters } from "./filters/table.js";
import type { TemplateFault } from "./template-fault.js";
import { valueTests } from "./value-tests.js";

type Complain = (message: string, hint?: string) => TemplateFault;

/** What a language of templates has beside the grammar that all of them share. */
export interface Dialect {
  /** Whether a line such as `system:` begins a message. */
  readonly roles: boolean;
  readonly constants: ReadonlyMap<string, boolean | null>;
  /** Other words for statements: `elseif` is `elif`. */
  readonly statements: ReadonlyMap<string, string>;
  /** The blocks whose text is left as it is. */
  readonly raw: "raw" | "raw|verbatim";
  /** Whether there are `===` and `!==`, which are read as the test `sameas`. */
  readonly strictEquality: boolean;
  /** What is wrong with the use of a filter, if anything. */
  checkFilter(name: string, call: CallArguments, complain: Complain): TemplateFault | undefined;
  /** What is wrong with the use of a test, if anything. @param count of its arguments. */
  checkTest(name: string, count: number, complain: Complain): TemplateFault | undefined;
  /** Whether a test takes one value, which may then stand behind it without parentheses. */
  takesValue(test: string): boolean;
  /** Whether there is a filter of that name: what a call of it is answered with. */
  hasFilter(name: string): boolean;
  /**
   * Whether `object.name(…)` or, without an object, `name(…)` can be called. Such calls are read as filters called
   * `.name` and `name()`.
   */
  hasCall(name: string, onObject: boolean): boolean;
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** The language of mlx's own prompts. */
export const promptDialect: Dialect = {
  roles: true,
  constants,
  statements: new Map(),
  raw: "raw",
  strictEquality: false,
  checkFilter,
  checkTest,
  takesValue: (test) => valueTests.get(test)?.args === 1,
  hasFilter: (name) => filters.has(name),
  hasCall: () => false,
};
