import { existsSync } from "node:fs";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { EvaluationSide } from "../../evals/outcomes/evaluation-side.js";
import { OutcomesBuilder } from "../../evals/outcomes/outcomes-builder.js";
import type { CaseResult } from "../../evals/types.js";
import { readResults } from "./read-results.js";

/** What became of the cases of a file of results, and whether each result says what it was asked and graded by. */
export interface ReadSide extends EvaluationSide {
  readonly hasDigests: boolean;
  /** Results, repeats counted one by one. */
  readonly results: number;
}

/**
 * Reads a file of results into one side of a comparison. A case that brought no answer and was asked again counts once, as it ended.
 * @param path absolute. @param shown in messages. @throws {MlxError} `MLX_RESULTS_GONE`, `MLX_RESULTS_UNREADABLE`, `MLX_RESULTS_REPEATED`.
 */
export async function readSide(path: string, shown: string, partial: boolean): Promise<ReadSide> {
  if (!existsSync(path)) {
    throw new MlxError("MLX_RESULTS_GONE", `the results of ${displayPath(shown)} are gone: ${path}`, {
      hint: "run the suite again; answers that are in the cache are not asked for again",
    });
  }
  const builder = new OutcomesBuilder();
  const seen = new Set<string>();
  // Without an answer: what a resumed evaluation asks again.
  const open = new Map<string, CaseResult>();
  let hasDigests = true;
  for await (const result of readResults(path)) {
    const name = nameOf(result);
    if (seen.has(name)) throw repeated(shown, result);
    hasDigests &&= result.digests !== undefined;
    if (result.status === "errored" && result.output === undefined) {
      open.set(name, { ...result, messages: [], vars: {}, metadata: {} });
      continue;
    }
    open.delete(name);
    seen.add(name);
    builder.add(result);
  }
  for (const result of open.values()) builder.add(result);
  const outcomes = builder.finish();
  return { outcomes, judges: builder.judges, partial, hasDigests, results: seen.size + open.size };
}

function nameOf({ test, prompt, provider, repeat }: CaseResult): string {
  return `${prompt}\0${provider}\0${repeat}\0${test}`;
}

function repeated(shown: string, { id, test }: CaseResult): MlxError {
  const name = id === test ? displayPath(id) : `${displayPath(id)} of the test ${displayPath(test)}`;
  return new MlxError("MLX_RESULTS_REPEATED", `${displayPath(shown)} holds two results of the case ${name}`, {
    hint: "a file of results holds each case once; mlx eval merge puts shards together",
    exitCode: 2,
  });
}
