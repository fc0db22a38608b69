import type { CaseOutcome } from "./types.js";

/** Cases by what they have in common, each group in the order of the whole. */
export class OutcomeGroups {
  readonly #slices = new Map<string, Map<string, CaseOutcome[]>>();
  readonly #combinations = new Map<string, Map<string, CaseOutcome[]>>();

  constructor(readonly all: readonly CaseOutcome[]) {
    for (const outcome of all) {
      const { slices } = outcome;
      for (const name in slices) addTo(this.#slices, name, slices[name] ?? "", outcome);
      addTo(this.#combinations, outcome.prompt, outcome.provider, outcome);
    }
  }

  /** Those of one value, or of several slices' values at once. */
  slice(slice: Readonly<Record<string, string>>): readonly CaseOutcome[] {
    const [first, ...others] = Object.entries(slice);
    if (first === undefined) return this.all;
    const some = this.#slices.get(first[0])?.get(first[1]) ?? [];
    if (others.length === 0) return some;
    return some.filter(({ slices }) =>
      others.every(([name, value]) => Object.hasOwn(slices, name) && slices[name] === value),
    );
  }

  /** @param prompt, @param provider labels. */
  combination(prompt: string, provider: string): readonly CaseOutcome[] {
    return this.#combinations.get(prompt)?.get(provider) ?? [];
  }
}

function addTo(
  groups: Map<string, Map<string, CaseOutcome[]>>,
  first: string,
  second: string,
  outcome: CaseOutcome,
): void {
  let inner = groups.get(first);
  if (inner === undefined) {
    inner = new Map();
    groups.set(first, inner);
  }
  const group = inner.get(second);
  if (group === undefined) inner.set(second, [outcome]);
  else group.push(outcome);
}
