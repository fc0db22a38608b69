import { readFileSync } from "node:fs";
import type { ScoredValue } from "../../src/evals/outcomes/scored-value.js";
import type { CaseResult } from "../../src/evals/types.js";
import type { Interval } from "../../src/stats/types.js";
import { scoredResult } from "./scored-evidence.js";

interface ModelColumns {
  readonly prediction: readonly string[];
  readonly scores?: Readonly<Record<string, readonly number[]>>;
}

/** Two models over the same cases, and what scikit-learn and a bootstrap of Python say of their difference. */
export interface PairedFixture {
  readonly name: string;
  readonly task: "binary" | "multiclass" | "regression";
  readonly truth: readonly string[];
  readonly clusters?: readonly string[];
  readonly before: ModelColumns;
  readonly after: ModelColumns;
  readonly expected: Readonly<
    Record<
      string,
      {
        readonly before: number;
        readonly after: number;
        readonly interval: Interval;
        /** By a formula, not by chance. */
        readonly exact: boolean;
      }
    >
  >;
}

export const pairedFixtures: readonly PairedFixture[] = JSON.parse(
  readFileSync(new URL("../fixtures/scoring/paired.json", import.meta.url), "utf8"),
);

/** What one model of a fixture said, as results of a suite that measures each of its metrics. */
export function resultsOf(
  { task, truth, clusters, expected, ...fixture }: PairedFixture,
  side: "before" | "after",
): readonly CaseResult[] {
  const { prediction, scores } = fixture[side];
  return truth.map((is, row) => {
    const told = Object.entries(scores ?? {}).map(([name, column]) => [name, column[row] ?? 0] as const);
    const values = Object.keys(expected).map(
      (metric): ScoredValue => ({
        ...{ name: metric, metric, truth: is, prediction: prediction[row] ?? "", task },
        ...(scores && { scores: Object.fromEntries(told) }),
        ...(task === "binary" && { positive: "1" }),
      }),
    );
    const cluster = clusters?.[row];
    return scoredResult(`c${row}`, values, cluster === undefined ? {} : { cluster });
  });
}
