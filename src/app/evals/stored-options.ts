import { parseCaseFilter } from "../../evals/case-filter.js";
import type { Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { Json } from "../../prompts/types.js";
import type { RunOptions } from "./run-options.js";

/** By what a suite is judged: kept, so that results can be judged again without it. */
export type Judging = Pick<Suite, "gates" | "errorsAllowed" | "budget" | "derived">;

/** The options that decide which cases there are, who answers and how they are judged, as the ledger keeps them. */
interface StoredOptions {
  readonly filter: readonly string[];
  readonly limit?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly repeat?: number;
  readonly providers: readonly string[];
  readonly judge?: string;
  readonly trustTemplates: boolean;
  readonly errorsAllowed?: number;
  readonly maxCostUsd?: number;
  readonly failFast: boolean;
  /** The evaluation whose results `--filter failed` meant. */
  readonly basis?: string;
  readonly judging: Judging;
}

/** @param suite as the options make it. @param basis the evaluation that filters by status look at. */
export function storedOptions(
  options: RunOptions,
  suite: Suite,
  basis: string | undefined,
): Readonly<Record<string, Json>> {
  const { filter, limit, shard, repeat, providers, judge, errorsAllowed, maxCostUsd } = options;
  const { gates, derived, budget } = suite;
  const stored: StoredOptions = {
    filter: filter.map(({ text }) => text),
    ...(limit !== undefined && { limit }),
    ...(shard !== undefined && { shard }),
    ...(repeat !== undefined && { repeat }),
    providers,
    ...(judge !== undefined && { judge }),
    trustTemplates: options.trustTemplates,
    ...(errorsAllowed !== undefined && { errorsAllowed }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
    failFast: options.failFast,
    ...(basis !== undefined && { basis }),
    judging: { gates, errorsAllowed: suite.errorsAllowed, budget, derived },
  };
  return JSON.parse(JSON.stringify(stored));
}

/** The options of an interrupted evaluation, with those of its resumption that may differ. */
export function resumedOptions(evaluation: Evaluation, now: RunOptions): RunOptions {
  const stored = readStored(evaluation);
  const { filter, limit, shard, repeat, judge } = stored;
  const errorsAllowed = now.errorsAllowed ?? stored.errorsAllowed;
  const maxCostUsd = now.maxCostUsd ?? stored.maxCostUsd;
  return {
    ...(evaluation.name !== undefined && { name: evaluation.name }),
    filter: filter.map(parseCaseFilter),
    ...(limit !== undefined && { limit }),
    ...(shard !== undefined && { shard }),
    ...(repeat !== undefined && { repeat }),
    providers: stored.providers,
    ...(judge !== undefined && { judge }),
    ...(now.concurrency !== undefined && { concurrency: now.concurrency }),
    ...(now.timeoutMs !== undefined && { timeoutMs: now.timeoutMs }),
    retries: now.retries,
    cache: now.cache,
    trustTemplates: stored.trustTemplates,
    ...(errorsAllowed !== undefined && { errorsAllowed }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
    failFast: now.failFast,
  };
}

/** The id of the evaluation whose results its filters by status looked at. */
export function basisOf(evaluation: Evaluation): string | undefined {
  return readStored(evaluation).basis;
}

/** By what an evaluation was judged. */
export function judgingOf(evaluation: Evaluation): Judging {
  return readStored(evaluation).judging;
}

/** Which part of its suite an evaluation is. */
export function storedShard(evaluation: Evaluation): StoredOptions["shard"] {
  return readStored(evaluation).shard;
}

/** Of an evaluation that was merged of others. */
export function mergedOptions(judging: Judging, sources: readonly string[]): Readonly<Record<string, Json>> {
  const stored = { filter: [], providers: [], trustTemplates: false, failFast: false, judging, sources };
  return JSON.parse(JSON.stringify(stored));
}

/** mlx wrote it itself. */
function readStored({ options }: Evaluation): StoredOptions {
  return JSON.parse(JSON.stringify(options));
}
