import { RepeatedIds } from "../../../evals/data/content-id.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import { countOfLayers, testsOfLayers } from "../../../evals/promptfoo/tests-of-layers.js";
import { streamedTests } from "../../../evals/test-batches.js";
import type { TestSource } from "../../../evals/test-source.js";
import type { SuiteTest } from "../../../evals/types.js";

/** Of each of some tests its layers. */
export type LayersOfTests = readonly (readonly TestLayer[])[];

/** Tests that come from one place, each with what it inherits, from the outermost layer to the test itself. */
export interface TestPart {
  /** Some at a time. */
  layers(): AsyncIterable<LayersOfTests> | Iterable<LayersOfTests>;
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
  return { layers: () => [layers], ...counter.counts };
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
    if (layers.some(isRestricted)) this.#unrestricted = false;
    return true;
  }

  get counts(): Pick<TestPart, "count" | "unrestricted" | "answered"> {
    return { count: this.#count, unrestricted: this.#unrestricted, answered: this.#answered };
  }
}

/** Whether a test has other cases than those of all prompts, providers and repeats. */
function isRestricted({ onlyPrompts, onlyProviders, options }: TestLayer): boolean {
  return (onlyPrompts ?? onlyProviders ?? options.repeat) !== undefined;
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
    ...streamedTests(() => testsOf(parts)),
  };
}

/** How many tests are passed on together, more or less. */
const atOnce = 128;

async function* testsOf(parts: readonly TestPart[]): AsyncGenerator<readonly SuiteTest[]> {
  const repeated = new RepeatedIds();
  const unique = (id: string) => repeated.next(id);
  for (const part of parts) {
    let batch: SuiteTest[] = [];
    for await (const some of part.layers()) {
      for (const layers of some) {
        for (const test of testsOfLayers(layers, unique) ?? []) batch.push(test);
        if (batch.length < atOnce) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }
}
