import type { TestSource } from "./test-source.js";
import type { SuiteTest } from "./types.js";

type Batches = AsyncIterable<readonly SuiteTest[]>;

/** The tests of a source, some at a time: to wait for each alone takes as long as what is done with it. */
export async function* testBatches(tests: TestSource): AsyncGenerator<readonly SuiteTest[]> {
  if (tests.batches !== undefined) yield* tests.batches();
  else for await (const test of tests) yield [test];
}

/** What a source of tests has that come some at a time. */
export function streamedTests(
  batches: () => Batches,
): Pick<Required<TestSource>, "batches" | typeof Symbol.asyncIterator> {
  return { batches, [Symbol.asyncIterator]: () => oneByOne(batches()) };
}

async function* oneByOne(batches: Batches): AsyncGenerator<SuiteTest> {
  for await (const batch of batches) yield* batch;
}
