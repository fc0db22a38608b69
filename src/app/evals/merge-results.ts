import { closeSync, openSync, readSync } from "node:fs";
import { createRedactor, secretsOf } from "../../core/redact.js";
import type { GateOutcome } from "../../evals/gates.js";
import type { AgainstBaseline } from "../../evals/outcomes/against-baseline.js";
import { type EvalSummary, SummaryBuilder } from "../../evals/summary.js";
import type { CaseResult } from "../../evals/types.js";
import { ioError } from "../../files/io-error.js";
import type { App } from "../app.js";
import type { FoundBaseline } from "./baselines.js";
import { cannotMerge, type MergeSource } from "./merge-sources.js";
import { placedResults } from "./read-results.js";
import { type ResultPlace, ResultsIndex } from "./results-index.js";
import { ResultsWriter } from "./results-writer.js";
import type { Judging } from "./stored-options.js";
import { judgeRun } from "./verdict.js";

/** Results of several evaluations, judged as one. */
export interface Merged extends GateOutcome {
  readonly summary: EvalSummary;
  /** Cases before the last one that have no result: of a shard that is missing, or left out by a filter. */
  readonly missingCases: number;
  readonly against?: AgainstBaseline;
}

/** What the whole is held against. */
interface MergedAgainst {
  /** Of the suite. */
  readonly name: string;
  readonly baseline: FoundBaseline | undefined;
  /** Whether parts of the suite are missing. */
  readonly partial: boolean;
}

interface Placed extends ResultPlace {
  readonly index: number;
  readonly source: number;
}

/**
 * Writes the results of several evaluations into one file, in the order of the cases, and judges them as one.
 * @param path of the file. @throws {MlxError} `MLX_EVAL_MERGE`, `MLX_RESULTS_UNREADABLE`, exit 2.
 */
export async function mergeResults(
  app: App,
  sources: readonly MergeSource[],
  judging: Judging,
  path: string,
  { name, baseline, partial }: MergedAgainst,
): Promise<Merged> {
  const places = await placesOf(sources);
  const files = sources.map((source) => openResults(source.path));
  const writer = new ResultsWriter(path, createRedactor(secretsOf(app.env)));
  const builder = new SummaryBuilder(judging, baseline !== undefined);
  try {
    for (const place of places) {
      builder.add(writer.add(readPlace(files[place.source] ?? -1, place)));
    }
    writer.finish();
  } finally {
    writer.close();
    for (const file of files) closeSync(file);
  }
  const missingCases = (places.at(-1)?.index ?? -1) + 1 - places.length;
  const summarized = { name, summary: builder.finish(), judges: builder.suiteJudges };
  const { summary } = summarized;
  if (baseline === undefined)
    return { summary, missingCases, ...(await judgeRun(app, summarized, judging, {})) };
  const { holdAgainst } = await import("./hold-against-baseline.js");
  const side = { outcomes: builder.outcomes, judges: builder.judges, partial };
  const against = holdAgainst(baseline, side, judging.effect);
  return { summary, missingCases, against, ...(await judgeRun(app, summarized, judging, { against })) };
}

/** By the order of the cases. @throws {MlxError} `MLX_EVAL_MERGE`, exit 2, for a case that stands in two. */
async function placesOf(sources: readonly MergeSource[]): Promise<readonly Placed[]> {
  const seen = new Map<number, { readonly id: string; readonly source: number }>();
  const places: Placed[] = [];
  for (const [source, { path, typed }] of sources.entries()) {
    const own = new ResultsIndex();
    for await (const { result, place } of placedResults(path)) {
      const before = seen.get(result.index);
      if (before !== undefined && before.source !== source) {
        const other = sources[before.source]?.typed ?? "";
        throw cannotMerge(
          before.id === result.id
            ? `the case ${result.id} is in ${other} and in ${typed}`
            : `case number ${result.index} is ${before.id} in ${other} and ${result.id} in ${typed}`,
        );
      }
      seen.set(result.index, { id: result.id, source });
      own.add(result.index, place);
    }
    for (const [index, place] of own.entries()) places.push({ ...place, index, source });
  }
  return places.sort((a, b) => a.index - b.index);
}

function openResults(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw ioError(error, `cannot read ${path}`);
  }
}

function readPlace(file: number, { offset, bytes }: ResultPlace): CaseResult {
  const line = Buffer.allocUnsafe(bytes);
  // The last line of a file that someone made need not end.
  const read = readSync(file, line, 0, bytes, offset);
  return JSON.parse(line.toString("utf8", 0, read));
}
