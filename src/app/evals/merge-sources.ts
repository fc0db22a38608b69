import { statSync } from "node:fs";
import { resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { resultsPath } from "./open-evaluations.js";
import { selectEvaluation } from "./select-evaluation.js";
import { storedShard } from "./stored-options.js";

/** Results that are merged with others. */
export interface MergeSource {
  /** As typed. */
  readonly typed: string;
  /** Absolute. */
  readonly path: string;
  /** Absent for a file. */
  readonly evaluation?: Evaluation;
}

/** A source is a file of results, or an evaluation of this repository. @throws {MlxError} `MLX_EVAL_NOT_FOUND`, exit 2. */
export async function mergeSource(app: App, typed: string): Promise<MergeSource> {
  const path = resolve(app.cwd, typed);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return { typed, path };
  const evaluation = await selectEvaluation(app, typed);
  return { typed, path: await resultsPath(app, evaluation), evaluation };
}

/** @throws {MlxError} `MLX_EVAL_MERGE`, exit 2, where evaluations are not of the same suite, data and prompts. */
export function requireSameSuite(sources: readonly MergeSource[]): Evaluation | undefined {
  const known = sources.flatMap(({ evaluation }) => (evaluation ? [evaluation] : []));
  const [first, ...others] = known;
  if (first === undefined) return undefined;
  for (const other of others) {
    if (other.suite !== first.suite) {
      throw cannotMerge(
        `${first.id} is one of ${displayPath(first.suite)}, ${other.id} of ${displayPath(other.suite)}`,
      );
    }
    const names = new Set([...Object.keys(first.digests), ...Object.keys(other.digests)]);
    const different = [...names].filter((name) => first.digests[name] !== other.digests[name]);
    if (different.length > 0) {
      throw cannotMerge(
        `${different.map(displayPath).join(", ")} was not the same for ${first.id} and ${other.id}`,
      );
    }
  }
  return first;
}

/** Shards that are missing, where evaluations say of how many they are: `2/3`. */
export function missingShards(sources: readonly MergeSource[]): string[] {
  const shards = sources.flatMap(({ evaluation }) => {
    const shard = evaluation && storedShard(evaluation);
    return shard ? [shard] : [];
  });
  const count = shards[0]?.count ?? 0;
  if (shards.length < sources.length || shards.some((shard) => shard.count !== count)) return [];
  const there = new Set(shards.map(({ index }) => index));
  return Array.from({ length: count }, (_, place) => place + 1)
    .filter((index) => !there.has(index))
    .map((index) => `${index}/${count}`);
}

/** `MLX_EVAL_MERGE`, exit 2. @param reason a clause. */
export function cannotMerge(reason: string): MlxError {
  return new MlxError("MLX_EVAL_MERGE", `these results cannot be merged: ${reason}`, {
    hint: "merge the shards of one suite, each once: mlx eval run FILE --shard I/N",
    exitCode: 2,
  });
}
