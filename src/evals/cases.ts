import { testBatches } from "./test-batches.js";
import type { EvalCase, ProviderSpec, Suite, SuitePrompt, SuiteTest } from "./types.js";

/** How many cases are passed on together, more or less: to wait for each of them alone would take as long as what is done with it. */
const atOnce = 128;

type Combination = Pick<EvalCase, "prompt" | "provider">;

/** How many cases a suite has. Reads the tests only where their number, or whom each is for, is not known. */
export async function caseCount(suite: Suite): Promise<number> {
  return (await countCases(suite)).cases;
}

/** How many cases a suite has, and how many of them ask somebody for an answer. */
export async function countCases(suite: Suite): Promise<{ readonly cases: number; readonly calls: number }> {
  const all = combinationsOf(suite);
  const { count, unrestricted, answered } = suite.tests;
  if (count !== undefined && unrestricted === true && answered !== undefined) {
    const cases = count * suite.repeat * all.length;
    return { cases, calls: answered ? 0 : cases };
  }
  let [cases, calls] = [0, 0];
  for await (const tests of testBatches(suite.tests)) {
    for (const test of tests) {
      const more = wantedBy(test, all).length * repeatsOf(test, suite);
      cases += more;
      if (test.givenOutput === undefined) calls += more;
    }
  }
  return { cases, calls };
}

/** Every case in the order in which results are told, some at a time: test, repeat, provider, prompt. */
export async function* casesOf(suite: Suite): AsyncGenerator<readonly EvalCase[]> {
  const all = combinationsOf(suite);
  let index = 0;
  for await (const tests of testBatches(suite.tests)) {
    let batch: EvalCase[] = [];
    for (const test of tests) {
      const wanted = wantedBy(test, all);
      const repeats = repeatsOf(test, suite);
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const { prompt, provider } of wanted) {
          batch.push({ test, prompt, provider, repeat, index });
          index++;
        }
        if (batch.length < atOnce) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }
}

/** A test that says how often it is run is not asked otherwise, not even by `--repeat`. */
function repeatsOf({ options }: SuiteTest, suite: Suite): number {
  return options.repeat ?? suite.repeat;
}

/** The prompts that each provider is for, the provider that was written first coming first. */
function combinationsOf({ providers, prompts }: Suite): readonly Combination[] {
  return providers.flatMap((provider) =>
    prompts
      .filter((prompt) => isWanted(provider.prompts, promptNames(prompt)))
      .map((prompt) => ({ prompt, provider })),
  );
}

function wantedBy(test: SuiteTest, all: readonly Combination[]): readonly Combination[] {
  if (test.onlyPrompts === undefined && test.onlyProviders === undefined) return all;
  return all.filter(
    ({ prompt, provider }) =>
      isWanted(test.onlyPrompts, promptNames(prompt)) && isWanted(test.onlyProviders, namesOf(provider)),
  );
}

function promptNames({ label, id }: SuitePrompt): readonly string[] {
  return id === undefined ? [label] : [label, id];
}

/** What a provider may be called by in a suite. */
export function namesOf({ id, label }: Pick<ProviderSpec, "id" | "label">): readonly string[] {
  return label === id ? [id] : [id, label];
}

/** A name is that of a prompt or provider, of the group before a colon, or a beginning followed by `*`. Absent: everything. */
export function isWanted(wanted: readonly string[] | undefined, names: readonly string[]): boolean {
  return wanted === undefined || wanted.some((pattern) => names.some((name) => fits(pattern, name)));
}

function fits(pattern: string, name: string): boolean {
  if (pattern.endsWith("*")) return name.startsWith(pattern.slice(0, -1));
  return name === pattern || name.startsWith(`${pattern}:`);
}
