import type { EvalCase, ProviderSpec, Suite, SuiteTest } from "./types.js";

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
  for await (const test of suite.tests) {
    const more = wantedBy(test, all).length * suite.repeat;
    cases += more;
    if (test.givenOutput === undefined) calls += more;
  }
  return { cases, calls };
}

/** Every case in the order in which results are told: test, repeat, provider, prompt. */
export async function* casesOf(suite: Suite): AsyncGenerator<EvalCase> {
  const all = combinationsOf(suite);
  let index = 0;
  for await (const test of suite.tests) {
    const wanted = wantedBy(test, all);
    for (let repeat = 0; repeat < suite.repeat; repeat++) {
      for (const { prompt, provider } of wanted) {
        yield { test, prompt, provider, repeat, index };
        index++;
      }
    }
  }
}

/** The prompts that each provider is for, the provider that was written first coming first. */
function combinationsOf({ providers, prompts }: Suite): readonly Combination[] {
  return providers.flatMap((provider) =>
    prompts
      .filter((prompt) => isWanted(provider.prompts, [prompt.label]))
      .map((prompt) => ({ prompt, provider })),
  );
}

function wantedBy(test: SuiteTest, all: readonly Combination[]): readonly Combination[] {
  if (test.onlyPrompts === undefined && test.onlyProviders === undefined) return all;
  return all.filter(
    ({ prompt, provider }) =>
      isWanted(test.onlyPrompts, [prompt.label]) && isWanted(test.onlyProviders, namesOf(provider)),
  );
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
