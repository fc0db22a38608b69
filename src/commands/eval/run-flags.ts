import { readPromptOptions } from "../../app/evals/replaced-prompts.js";
import type { RunOptions } from "../../app/evals/run-options.js";
import { MlxError } from "../../core/errors.js";
import { requireText } from "../../core/require-text.js";
import { parseCaseFilter } from "../../evals/case-filter.js";
import { readUntilDecided, type SequentialFlags } from "./sequential-flags.js";

/** The options of `mlx eval run` as they were typed. */
export interface RunFlags extends SequentialFlags {
  readonly name?: string;
  readonly filter: readonly string[];
  readonly limit?: number;
  readonly shard?: string;
  readonly repeat?: number;
  readonly provider: readonly string[];
  /** `NAME@VERSION`. */
  readonly prompt?: readonly string[];
  readonly record?: boolean;
  /** `NAME@VERSION` or `NAME@ALIAS`. */
  readonly model?: string;
  readonly judge?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly retries: number;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly trustTemplates: boolean;
  readonly errors?: string;
  readonly maxCost?: string;
  readonly failFast: boolean;
}

/** @throws {MlxError} `MLX_USAGE`, exit 2. */
export function readRunFlags(flags: RunFlags): RunOptions {
  const { name, limit, repeat, judge, concurrency, timeout } = flags;
  requireText("--name", name);
  requireText("--judge", judge);
  requireText("--model", flags.model);
  for (const provider of flags.provider) requireText("--provider", provider);
  requireAtLeastOne("--repeat", repeat);
  requireAtLeastOne("--limit", limit);
  requireAtLeastOne("--concurrency", concurrency);
  requireAtLeastOne("--timeout", timeout);
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const errorsAllowed = flags.errors === undefined ? undefined : readShare(flags.errors);
  const maxCostUsd = flags.maxCost === undefined ? undefined : readMoney(flags.maxCost);
  const untilDecided = readUntilDecided(flags);
  return {
    ...(name !== undefined && { name }),
    filter: flags.filter.map(parseCaseFilter),
    ...(limit !== undefined && { limit }),
    ...(shard !== undefined && { shard }),
    ...(repeat !== undefined && { repeat }),
    providers: flags.provider,
    ...(judge !== undefined && { judge }),
    ...(concurrency !== undefined && { concurrency }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    retries: flags.retries,
    cache: flags.cache,
    trustTemplates: flags.trustTemplates,
    ...(errorsAllowed !== undefined && { errorsAllowed }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
    failFast: flags.failFast,
    ...(untilDecided && { untilDecided }),
    prompts: readPromptOptions(flags.prompt ?? []),
    record: flags.record ?? false,
  };
}

function readShard(text: string): { readonly index: number; readonly count: number } {
  const [, index = 0, count = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw usage(`--shard takes I/N, counted from 1, found ${JSON.stringify(text)}`, "such as --shard 1/4");
}

function readShare(text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text) ?? [];
  const share = Number(number) / (percent === "%" ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw usage(`--errors takes a share of the cases, found ${JSON.stringify(text)}`, "such as 0.05 or 5%");
}

function readMoney(text: string): number {
  const dollars = /^\$?(\d+(?:\.\d+)?|\.\d+)$/.exec(text)?.[1];
  if (dollars !== undefined) return Number(dollars);
  throw usage(`--max-cost takes US dollars, found ${JSON.stringify(text)}`, "such as 2.50");
}

function requireAtLeastOne(option: string, value: number | undefined): void {
  if (value === 0) throw usage(`${option} takes 1 or more`, "leave it out for the suite's own");
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
