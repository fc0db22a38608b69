import { parseCaseFilter } from "../../evals/case-filter.js";
import type { Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { Json } from "../../prompts/types.js";
import type { ModelOption, RunOptions, UntilDecided } from "./run-options.js";

/** By what a suite is judged: kept, so that results can be judged again without it. */
export type Judging = Pick<Suite, "gates" | "errorsAllowed" | "budget" | "derived" | "effect">;

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
  readonly untilDecided?: UntilDecided;
  readonly prompts?: readonly string[];
  readonly record?: boolean;
  readonly model?: ModelOption;
  /** The evaluation whose results `--filter failed` meant. */
  readonly basis?: string;
  /** Of a merged evaluation: the shards that it lacks. */
  readonly missing?: readonly string[];
  readonly judging: Judging;
}

/** @param suite as the options make it. @param basis the evaluation that filters by status look at. */
export function storedOptions(
  options: RunOptions,
  suite: Suite,
  basis: string | undefined,
): Readonly<Record<string, Json>> {
  const { filter, limit, shard, repeat, providers, judge, errorsAllowed, maxCostUsd } = options;
  const { prompts = [], record = false } = options;
  const judging = judgingBy(suite);
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
    ...(options.untilDecided && { untilDecided: options.untilDecided }),
    ...(prompts.length > 0 && { prompts }),
    ...(record && { record }),
    ...(options.model && { model: options.model }),
    ...(basis !== undefined && { basis }),
    judging,
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
    ...(stored.untilDecided && { untilDecided: stored.untilDecided }),
    ...(stored.prompts && { prompts: stored.prompts }),
    ...(stored.record && { record: true }),
    ...(stored.model && { model: stored.model }),
  };
}

/** What `--prompt` named. */
export function storedPrompts(evaluation: Evaluation): readonly string[] {
  return readStored(evaluation).prompts ?? [];
}

/** The id of the evaluation whose results its filters by status looked at. */
export function basisOf(evaluation: Evaluation): string | undefined {
  return readStored(evaluation).basis;
}

export function judgingBy({ gates, errorsAllowed, budget, derived, effect }: Suite): Judging {
  return { gates, errorsAllowed, budget, derived, ...(effect !== undefined && { effect }) };
}

/** By what an evaluation was judged. Gates of an older mlx are thresholds, and do not say so. */
export function judgingOf(evaluation: Evaluation): Judging {
  const { gates, ...judging } = readStored(evaluation).judging;
  const by = { kind: "threshold", by: "estimate" } as const;
  return { ...judging, gates: gates.map((gate) => ({ ...by, ...gate })) };
}

/** What was asked or judged in another way than the suite says. */
export function storedReplacements(evaluation: Evaluation): readonly string[] {
  const { providers, judge, trustTemplates, prompts = [], model } = readStored(evaluation);
  return [
    ...(model === undefined ? [] : [`--model ${model.reference}`]),
    ...prompts.map((reference) => `--prompt ${reference}`),
    ...providers.map((id) => `--provider ${id}`),
    ...(judge === undefined ? [] : [`--judge ${judge}`]),
    ...(trustTemplates ? ["--trust-templates"] : []),
  ];
}

/** By which options an evaluation is but a part of its suite; empty where it is whole. */
export function storedSelection(evaluation: Evaluation): readonly string[] {
  const { filter, limit, shard, untilDecided, missing = [] } = readStored(evaluation);
  return [
    ...filter.map((text) => `--filter ${text}`),
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...(shard === undefined ? [] : [`--shard ${shard.index}/${shard.count}`]),
    ...(untilDecided === undefined ? [] : ["--until-decided"]),
    ...(missing.length === 0 ? [] : [`merged without ${missing.join(", ")}`]),
  ];
}

/** Which part of its suite an evaluation is. */
export function storedShard(evaluation: Evaluation): StoredOptions["shard"] {
  return readStored(evaluation).shard;
}

/** Of an evaluation that was merged of others. */
export function mergedOptions(
  judging: Judging,
  sources: readonly string[],
  missing: readonly string[],
): Readonly<Record<string, Json>> {
  const none = { filter: [], providers: [], trustTemplates: false, failFast: false };
  const stored = { ...none, judging, sources, ...(missing.length > 0 && { missing }) };
  return JSON.parse(JSON.stringify(stored));
}

/** mlx wrote it itself. */
function readStored({ options }: Evaluation): StoredOptions {
  return JSON.parse(JSON.stringify(options));
}
