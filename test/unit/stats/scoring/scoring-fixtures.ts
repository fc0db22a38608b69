import { readFileSync } from "node:fs";
import { binaryClasses, sortedClasses } from "../../../../src/stats/scoring/class-order.js";
import {
  binaryCases,
  labelCases,
  multiclassCases,
  numberCases,
  type ScoringColumns,
} from "../../../../src/stats/scoring/encode-cases.js";
import type { ScoringCases, ScoringTask } from "../../../../src/stats/scoring/types.js";

/** Predictions, and what scikit-learn says of them. */
export interface ScoringFixture {
  readonly name: string;
  readonly task: ScoringTask;
  readonly truth: readonly string[];
  readonly prediction: readonly string[];
  readonly scores?: Readonly<Record<string, readonly number[]>>;
  readonly expected: Readonly<Record<string, number | null>>;
  readonly curves?: Readonly<Record<"roc" | "pr" | "calibration", readonly (readonly number[])[]>>;
  readonly intervals?: Readonly<Record<"roc_auc" | "accuracy", readonly [number, number]>>;
}

interface Fixtures {
  readonly fixtures: readonly ScoringFixture[];
  readonly paired: readonly {
    readonly truth: readonly number[];
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly areas: readonly [number, number];
    readonly interval: readonly [number, number];
    readonly pValue: number;
  }[];
  readonly newcombe: readonly {
    readonly a: readonly [number, number];
    readonly b: readonly [number, number];
    readonly interval: readonly [number, number];
  }[];
}

export const scoringFixtures: Fixtures = JSON.parse(
  readFileSync(new URL("../../../fixtures/scoring/scoring.json", import.meta.url), "utf8"),
);

/** A fixture's columns as cases. */
export function casesOf({ task, ...fixture }: ScoringFixture): ScoringCases {
  const columns: ScoringColumns = {
    ...{ truth: fixture.truth, prediction: fixture.prediction },
    ...(fixture.scores && {
      scores: Object.entries(fixture.scores).map(([name, values]) => ({
        name,
        values: Float64Array.from(values),
      })),
    }),
  };
  switch (task) {
    case "binary": {
      const classes = sortedClasses([...fixture.truth, ...fixture.prediction]);
      return binaryCases(columns, binaryClasses(classes, "1"), 0.5);
    }
    case "multiclass":
      return multiclassCases(columns);
    case "multilabel":
      return labelCases(columns);
    case "regression":
      return numberCases(columns);
  }
}
