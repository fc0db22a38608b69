import type { Json } from "../../prompts/types.js";

/** A use of a filter of the suite's own whose value is not known yet. */
export interface FilterCall {
  readonly name: string;
  /** What it is applied to, then its arguments. */
  readonly args: readonly Json[];
}

/** Filters that a suite brings: they are code, which runs elsewhere and takes its time. */
export interface OwnFilters {
  /** By name. The same object for all templates of a suite. */
  readonly known: ReadonlyMap<string, unknown>;
  /** What a filter made of its arguments, or undefined where it has not been asked yet. */
  value(call: FilterCall): { readonly value: Json } | undefined;
}

/** A template that cannot be filled in before these calls are answered. */
export class PendingFilters extends Error {
  override readonly name = "PendingFilters";
  constructor(readonly calls: readonly FilterCall[]) {
    super("filters are asked for");
  }
}
