import type { CaseFilter } from "../../evals/case-filter.js";

/** A version of a model, as options name it. */
export interface ModelOption {
  /** `NAME@VERSION`. */
  readonly reference: string;
  /** The digest of its record: answers that another one gave are none of its. */
  readonly record: string;
}

/** How one evaluation is run; the suite says the rest. */
export interface RunOptions {
  /** Of the evaluation, for lists. Default: none. */
  readonly name?: string;
  /** All must fit. */
  readonly filter: readonly CaseFilter[];
  /** The first so many cases that fit. */
  readonly limit?: number;
  /** Counted from 1: the `index`-th of `count` parts. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly repeat?: number;
  /** Ids that replace the suite's providers; empty: the suite's own. */
  readonly providers: readonly string[];
  /** Id of the provider that model-graded assertions ask, whatever the suite says. */
  readonly judge?: string;
  readonly concurrency?: number;
  /** Of one call, milliseconds; overrides the suite's. */
  readonly timeoutMs?: number;
  /** How often a call that may succeed later is made again. */
  readonly retries: number;
  /** Whether answers are looked up and kept. */
  readonly cache: boolean;
  readonly trustTemplates: boolean;
  /** Share of cases that may end in an error, 0 to 1; overrides the suite's. */
  readonly errorsAllowed?: number;
  /** US dollars; overrides the suite's. */
  readonly maxCostUsd?: number;
  /** Begin no case after the first that failed or erred. */
  readonly failFast: boolean;
  /** References that take the place of the suite's own of the same prompts. */
  readonly prompts?: readonly string[];
  /** The registered model that the suite is run with. */
  readonly model?: ModelOption;
  /** Whether it is to be evidence of the versions that it asks. */
  readonly record?: boolean;
  /** Ask cases in random order, and begin none once the verdict is in. */
  readonly untilDecided?: UntilDecided;
}

/** How an evaluation runs that ends as soon as it is decided. */
export interface UntilDecided {
  readonly seed: string;
  /** Cases, repeats counted. */
  readonly maxCases?: number;
  /** The pass rate that is to be reached, above 0 and below 1. */
  readonly target?: number;
}

/** Whether only a part of the suite is meant. */
export function isPartial({ filter, limit, shard, untilDecided }: RunOptions): boolean {
  return filter.length > 0 || limit !== undefined || shard !== undefined || untilDecided !== undefined;
}
