import { randomBytes } from "node:crypto";
import { ulid } from "../../core/ulid.js";
import type { Suite } from "../../evals/types.js";
import type { Evaluation, NewEvaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { codeState } from "../code-state.js";
import { findBaseline } from "./baselines.js";
import { type Merged, mergeResults } from "./merge-results.js";
import { type MergeSource, mergeSource, missingShards, requireSameSuite } from "./merge-sources.js";
import { openEvaluations, resultsPath } from "./open-evaluations.js";
import { type Judging, judgingBy, judgingOf, mergedOptions, storedSelection } from "./stored-options.js";
import { suiteDigests } from "./suite-digests.js";

/** What became of a merge. */
export interface MergeOutcome extends Merged {
  readonly id: string;
  readonly suite: string;
  /** Absolute. */
  readonly results: string;
  /** Such as `2/3`. */
  readonly missing: readonly string[];
  /** Evaluations that were interrupted, or stopped by a budget. */
  readonly unfinished: readonly string[];
}

/**
 * Makes one evaluation of several, as if they had been run as one; it is kept in the ledger beside them.
 * @param typed files of results, or evaluations. @param suite by which to judge, where no evaluation says it.
 * @throws {MlxError} `MLX_EVAL_MERGE`, `MLX_EVAL_NOT_FOUND`, `MLX_RESULTS_UNREADABLE`, exit 2.
 */
export async function mergeEvaluations(
  app: App,
  typed: readonly string[],
  suite: Suite | undefined,
  name: string | undefined,
): Promise<MergeOutcome> {
  const ledger = await openEvaluations(app);
  const sources: MergeSource[] = [];
  for (const one of typed) sources.push(await mergeSource(app, one));
  const first = requireSameSuite(sources);
  const judging = judgingFor(suite, first);
  const started = app.now();
  const id = ulid(started, randomBytes(10));
  const results = `evals/${id}.jsonl`;
  const path = await resultsPath(app, { results });
  const facts = await factsOf(app, suite, first);
  const missing = missingShards(sources);
  const merged = await mergeResults(app, sources, judging, path, {
    name: facts.suite,
    baseline: await findBaseline(app, facts.suite),
    partial: missing.length > 0 || sources.some(isFiltered),
  });
  ledger.begin({
    ...facts,
    id,
    ...(name !== undefined && { name }),
    started,
    options: mergedOptions(
      judging,
      sources.map(({ evaluation, typed: file }) => evaluation?.id ?? file),
      missing,
    ),
    results,
    planned: merged.summary.total,
  });
  ledger.end(id, { status: "finished", ended: app.now(), planned: merged.summary.total, ...merged });
  const unfinished = sources.flatMap(({ evaluation }) =>
    evaluation === undefined || evaluation.status === "finished" ? [] : [evaluation.id],
  );
  return { ...merged, id, suite: facts.suite, results: path, missing: missingShards(sources), unfinished };
}

function judgingFor(suite: Suite | undefined, first: Evaluation | undefined): Judging {
  if (suite !== undefined) return judgingBy(suite);
  return first ? judgingOf(first) : { gates: [], errorsAllowed: 0, budget: {}, derived: [] };
}

/** Whether a source leaves out cases that no other shard makes up for. */
function isFiltered({ evaluation }: MergeSource): boolean {
  return (
    evaluation !== undefined && storedSelection(evaluation).some((option) => !option.startsWith("--shard"))
  );
}

type Facts = Pick<NewEvaluation, "suite" | "file" | "format" | "commit" | "dirty" | "digests">;

async function factsOf(app: App, suite: Suite | undefined, first: Evaluation | undefined): Promise<Facts> {
  if (first !== undefined) {
    const { suite: name, file, format, commit, dirty, digests } = first;
    return { suite: name, file, format, ...(commit !== undefined && { commit }), dirty, digests };
  }
  const code = await codeState(app);
  if (suite === undefined) return { suite: "merged", file: "", format: "mlx", ...code, digests: {} };
  const digests = await suiteDigests(app, suite);
  return { suite: suite.name, file: suite.file, format: suite.format, ...code, digests };
}
