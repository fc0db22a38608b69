import type { WholeRun } from "../whole-run.js";
import { type ComparedMetric, compareMetrics, type DirectionChoice } from "./compare-metrics.js";
import { type ComparedRow, compareMaps } from "./compared-row.js";
import { dataFacts, environmentFacts, otherVariableFacts, outputFacts, packageFacts } from "./run-facts.js";

/** Runs side by side; every list holds one value a run, in the order of `runs`, and what differs comes first. */
export interface RunComparison {
  /** The first is what the others are compared with. */
  readonly runs: readonly WholeRun[];
  readonly params: readonly ComparedRow[];
  readonly metrics: readonly ComparedMetric[];
  /** By path: digests. */
  readonly data: readonly ComparedRow[];
  readonly outputs: readonly ComparedRow[];
  readonly environment: readonly ComparedRow[];
  readonly packages: readonly ComparedRow[];
  /** Variables outside of the allow-list, by the first digits of their digests. */
  readonly otherVariables: readonly ComparedRow[];
}

export function compareRuns(runs: readonly WholeRun[], choice: DirectionChoice): RunComparison {
  const facts = (of: (context: WholeRun["context"]) => Readonly<Record<string, string>>): ComparedRow[] =>
    compareMaps(runs.map(({ context }) => of(context)));
  return {
    runs,
    params: compareMaps(runs.map(({ params }) => params)),
    metrics: compareMetrics(
      runs.map(({ metrics }) => metrics),
      choice,
    ),
    data: facts(dataFacts),
    outputs: facts(outputFacts),
    environment: facts(environmentFacts),
    packages: facts(packageFacts),
    otherVariables: facts(otherVariableFacts),
  };
}
