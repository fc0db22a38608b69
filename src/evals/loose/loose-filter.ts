import type { LooseValue } from "./loose-value.js";

/** The place where a filter is applied, which its errors name. */
export interface LooseSite {
  fail(message: string, hint?: string): never;
  /** Counts a text or list that is gone through or made. */
  room(length: number): void;
  /** Asks a test by name. */
  test(name: string, value: LooseValue, argument: LooseValue): boolean;
}

/** What `x | name(…)` does in a loose template. */
export interface LooseFilter {
  /** The names of its arguments, in order; each may be left out. */
  readonly params: readonly string[];
  apply(input: LooseValue, args: readonly LooseValue[], site: LooseSite): LooseValue;
}

/** A filter that takes arguments by place. */
export function filter(
  params: readonly string[],
  apply: (input: LooseValue, args: readonly LooseValue[], site: LooseSite) => LooseValue,
): LooseFilter {
  return { params, apply };
}
