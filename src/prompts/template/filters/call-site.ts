import type { Json } from "../../types.js";
import type { Span } from "../ast.js";
import type { Value } from "../value.js";

/** What a filter may use of the rendering around it. */
export interface CallSite {
  readonly span: Span;
  fail(message: string, hint?: string): never;
  /** Counts steps. */
  charge(steps: number): void;
  /** Counts a pair of values that is compared, at this depth of them. */
  chargePair(depth: number): void;
  /** Counts a text of that length, in UTF-16 units, and refuses one that is too long. */
  chargeText(length: number): void;
  /** Applies another filter. */
  filter(name: string, input: Value, args: readonly Json[], named: ReadonlyMap<string, Json>): Value;
  /** Asks a test. */
  test(name: string, value: Value, args: readonly Json[]): boolean;
}
