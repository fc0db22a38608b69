import { RepeatedIds } from "../../../evals/data/content-id.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import { countOfLayers, testsOfLayers } from "../../../evals/promptfoo/tests-of-layers.js";
import type { TestSource } from "../../../evals/test-source.js";
import type { SuiteTest } from "../../../evals/types.js";

/** Tests that come from one place, each with what it inherits, from the outermost layer to the test itself. */
export interface TestPart {
  layers(): AsyncIterable<readonly TestLayer[]> | Iterable<readonly TestLayer[]>;
  /** How many tests these are once their lists are multiplied. */
  readonly count: number;
  readonly unrestricted: boolean;
  /** How many of them bring their answer. */
  readonly answered: number;
}

/** A part whose tests have been read and are kept. @returns undefined if a test stands for too many. */
export function keptPart(layers: readonly (readonly TestLayer[])[]): TestPart | undefined {
  const counter = new PartCounter();
  for (const item of layers) if (!counter.add(item)) return undefined;
  return { layers: () => layers, ...counter.counts };
}

/** Counts tests as they are read. */
export class PartCounter {
  #count = 0;
  #answered = 0;
  #unrestricted = true;

  /** @returns false if a test stands for too many. */
  add(layers: readonly TestLayer[]): boolean {
    const count = countOfLayers(layers);
    if (count === undefined) return false;
    this.#count += count;
    if (layers.some(({ givenOutput }) => givenOutput !== undefined)) this.#answered += count;
    if (layers.some(({ onlyPrompts, onlyProviders }) => onlyPrompts ?? onlyProviders))
      this.#unrestricted = false;
    return true;
  }

  get counts(): Pick<TestPart, "count" | "unrestricted" | "answered"> {
    return { count: this.#count, unrestricted: this.#unrestricted, answered: this.#answered };
  }
}

/** The tests of a suite, part by part; each time they are read they get the same ids. */
export function testSource(parts: readonly TestPart[]): TestSource {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const answers = parts.reduce((sum, part) => sum + part.answered, 0);
  const answered = answers === count && count > 0 ? true : answers === 0 ? false : undefined;
  return {
    count,
    unrestricted: parts.every(({ unrestricted }) => unrestricted),
    ...(answered !== undefined && { answered }),
    [Symbol.asyncIterator]: () => testsOf(parts),
  };
}

async function* testsOf(parts: readonly TestPart[]): AsyncGenerator<SuiteTest> {
  const repeated = new RepeatedIds();
  for (const part of parts) {
    for await (const layers of part.layers()) {
      yield* testsOfLayers(layers, (id) => repeated.next(id)) ?? [];
    }
  }
}
