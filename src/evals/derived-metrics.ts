import { parseArithmetic } from "./arithmetic.js";
import type { Suite } from "./types.js";

export interface DerivedMetrics {
  readonly values: ReadonlyMap<string, number>;
  /** What could not be computed. */
  readonly problems: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Computes the suite's derived metrics in their order; later ones may name earlier ones.
 * @param sums per named metric the sum of its weighted scores over all cases. @param count of cases: `__count`.
 */
export function derivedMetrics(
  derived: Suite["derived"],
  sums: ReadonlyMap<string, number>,
  count: number,
): DerivedMetrics {
  const known = new Map([...sums, ["__count", count] as const]);
  const values = new Map<string, number>();
  const problems: { name: string; reason: string }[] = [];
  for (const { name, expression } of derived) {
    const parsed = parseArithmetic(expression);
    const result = parsed.ok ? parsed.evaluate(known) : parsed;
    if (!result.ok) problems.push({ name, reason: result.reason });
    else if (!Number.isFinite(result.value))
      problems.push({ name, reason: `${expression} is ${result.value}` });
    else {
      values.set(name, result.value);
      known.set(name, result.value);
    }
  }
  return { values, problems };
}
