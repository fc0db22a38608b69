/** Most combinations that one test may stand for. */
export const mostCombinations = 100_000;

/**
 * The combinations of what each variable may be, the first variable changing slowest.
 * @returns undefined if there are too many.
 */
export function expandVars<T>(
  vars: ReadonlyMap<string, readonly T[]>,
): readonly ReadonlyMap<string, T>[] | undefined {
  let combinations: Map<string, T>[] = [new Map()];
  for (const [name, choices] of vars) {
    if (combinations.length * choices.length > mostCombinations) return undefined;
    const [only] = choices;
    if (only !== undefined && choices.length === 1) for (const values of combinations) values.set(name, only);
    else {
      combinations = combinations.flatMap((values) =>
        choices.map((choice) => new Map([...values, [name, choice] as const])),
      );
    }
  }
  return combinations;
}
