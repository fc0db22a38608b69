import type { Json } from "../../types.js";
import type { Value } from "../value.js";
import type { FilterCall } from "./filter-call.js";

/** What `x | name(…)` does. */
export interface Filter {
  /** The names of its arguments, in order. */
  readonly params: readonly string[];
  /** How many of them must be given; default 0. */
  readonly required?: number;
  /** Arguments that are only given by name. */
  readonly named?: readonly string[];
  /** Behind `params` comes the name of a filter or a test, and then what that one takes. */
  readonly applies?: "filter" | "test";
  /** What it may be applied to beside values: `null`, or also what is not there, which comes in as null. */
  readonly takes?: "null" | "missing";
  apply(input: Json, call: FilterCall): Value;
}
