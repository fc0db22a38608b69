import type { TestSource } from "../../evals/test-source.js";
import type { ProviderSpec, Suite, SuiteTest } from "../../evals/types.js";
import type { RunOptions } from "./run-options.js";

/** A suite as the options of one run make it. */
export function adaptSuite(suite: Suite, options: RunOptions): Suite {
  const { providers, repeat, trustTemplates, errorsAllowed, maxCostUsd } = options;
  const replaced = providers.length > 0;
  const change = (test: SuiteTest) => adaptTest(test, replaced, trustTemplates);
  return {
    ...suite,
    ...(replaced && { providers: providers.map((id) => providerNamed(id, "--provider")) }),
    ...(repeat !== undefined && { repeat }),
    ...(errorsAllowed !== undefined && { errorsAllowed }),
    ...(maxCostUsd !== undefined && { budget: { maxCostUsd } }),
    tests: replaced || trustTemplates ? adaptTests(suite.tests, change) : suite.tests,
  };
}

/** A provider that is named on the command line. */
export function providerNamed(id: string, option: string): ProviderSpec {
  return { id, label: id, config: {}, env: {}, fallbacks: [], at: { file: option, line: 1, column: 1 } };
}

function adaptTests(tests: TestSource, change: (test: SuiteTest) => SuiteTest): TestSource {
  return {
    ...(tests.count !== undefined && { count: tests.count }),
    ...(tests.unrestricted !== undefined && { unrestricted: tests.unrestricted }),
    ...(tests.answered !== undefined && { answered: tests.answered }),
    async *[Symbol.asyncIterator]() {
      for await (const test of tests) yield change(test);
    },
  };
}

/** What a test is for is said in names of providers that are not there any more. Variables are trusted where they are rendered. */
function adaptTest(test: SuiteTest, replaced: boolean, trusted: boolean): SuiteTest {
  const { onlyProviders: _, ...forAll } = test;
  const kept = replaced ? forAll : test;
  if (!trusted) return kept;
  const assertions = test.assertions.map((assertion) => ({ ...assertion, renderValue: true }));
  return { ...kept, assertions };
}
