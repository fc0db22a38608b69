import { comparePairs } from "../compare-pairs.js";
import { holm } from "../holm.js";
import type { Interval } from "../types.js";
import { compareAreas } from "./delong.js";
import { isOfClasses } from "./is-of-classes.js";
import { brierLosses, logLosses } from "./probability-losses.js";
import type { ClassCases, NumberCases, ScoringCases } from "./types.js";

/** A metric of two models over the same cases. */
export interface ModelComparison {
  readonly metric: string;
  readonly better: "higher" | "lower";
  /** By the adjusted p at the level 0.05. */
  readonly verdict: "improved" | "regressed" | "no_evidence";
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  readonly interval: Interval | null;
  readonly test: "delong" | "mcnemar_exact" | "sign_flip" | "betting";
  readonly pValue: number;
  /** By Holm's method over the metrics. */
  readonly adjustedP: number;
  /** Cases that the second model did better and worse. */
  readonly discordant?: { readonly improved: number; readonly regressed: number };
  readonly n: number;
}

/** A metric before it is known how many others are compared. */
export type ComparedMetric = Omit<ModelComparison, "adjustedP" | "verdict">;

/** Level of the verdict, two-sided. */
const alpha = 0.05;

/**
 * Compares two models case by case: errors by McNemar's exact test, areas under the ROC curve by DeLong's, losses and absolute errors by a sign-flip
 * test. Cases in clusters are compared by clusters; then there is no test of the areas.
 * @param before, @param after the same cases in the same order, of the same task and truth.
 */
export function compareModels(before: ScoringCases, after: ScoringCases): readonly ModelComparison[] {
  const compared = [...comparersOf(before, after).values()].map((compare) => compare());
  const adjusted = holm(compared.map(({ pValue }) => pValue));
  return compared.map((comparison, index): ModelComparison => {
    const adjustedP = adjusted[index] ?? 1;
    const gain = comparison.better === "higher" ? comparison.difference : -comparison.difference;
    const verdict = adjustedP > alpha || gain === 0 ? "no_evidence" : gain > 0 ? "improved" : "regressed";
    return { ...comparison, adjustedP, verdict };
  });
}

/** One of the metrics that are compared by what each case adds to them; undefined for any other. The cases are those of `compareModels`. */
export function comparedByCase(
  before: ScoringCases,
  after: ScoringCases,
  metric: string,
): ComparedMetric | undefined {
  return comparersOf(before, after).get(metric)?.();
}

type Comparers = ReadonlyMap<string, () => ComparedMetric>;

function comparersOf(before: ScoringCases, after: ScoringCases): Comparers {
  if (before.task === "regression" && after.task === "regression") {
    const errors = (cases: NumberCases) =>
      cases.truth.map((value, place) => Math.abs((cases.prediction[place] ?? 0) - value));
    return new Map([["mae", () => paired("mae", "lower", errors(before), errors(after), after)]]);
  }
  if (before.task === "multilabel" && after.task === "multilabel") {
    const right = ({ truth, prediction }: typeof before) =>
      Float64Array.from(truth, (set, place) => (set.join() === prediction[place]?.join() ? 1 : 0));
    return new Map([["accuracy", () => paired("accuracy", "higher", right(before), right(after), after)]]);
  }
  if (!isOfClasses(before) || !isOfClasses(after)) return new Map();
  const right = ({ truth, prediction }: ClassCases) =>
    Float64Array.from(truth, (is, place) => (is === prediction[place] ? 1 : 0));
  const comparers = new Map([
    ["accuracy", () => paired("accuracy", "higher", right(before), right(after), after)],
  ]);
  if (before.scores === undefined || after.scores === undefined) return comparers;
  const area = areaComparer(before, after);
  if (area !== undefined) comparers.set("roc_auc", area);
  return comparers
    .set("log_loss", () => paired("log_loss", "lower", logLosses(before), logLosses(after), after))
    .set("brier", () => paired("brier", "lower", brierLosses(before), brierLosses(after), after));
}

function areaComparer(before: ClassCases, after: ClassCases): (() => ComparedMetric) | undefined {
  const [first, second] = [before.scores?.[0], after.scores?.[0]];
  const truth = Uint8Array.from(after.truth);
  const positives = truth.reduce((sum, each) => sum + each, 0);
  const isOne = positives === 0 || positives === truth.length;
  if (after.task !== "binary" || after.clusters || isOne || !first || !second) return undefined;
  return () => {
    const { interval = null, ...figures } = compareAreas(truth, first, second);
    return { metric: "roc_auc", better: "higher", ...figures, interval, test: "delong", n: after.n };
  };
}

/** Cases in an order of their own values, so that the order of the file does not matter. */
function paired(
  metric: string,
  better: "higher" | "lower",
  before: Float64Array,
  after: Float64Array,
  { n, clusters }: ScoringCases,
): ComparedMetric {
  const at = (column: Float64Array, place: number) => column[place] ?? 0;
  const order = Array.from({ length: n }, (_, place) => place).sort(
    (a, b) =>
      (clusters?.[a] ?? 0) - (clusters?.[b] ?? 0) ||
      at(before, a) - at(before, b) ||
      at(after, a) - at(after, b),
  );
  const pairs = order.map((place, rank) => {
    const id = String(rank).padStart(9, "0");
    const cluster = clusters ? String(clusters[place]).padStart(9, "0") : id;
    return { id, before: at(before, place), after: at(after, place), cluster };
  });
  const isRate = metric === "accuracy";
  const {
    difference,
    interval = null,
    test,
    pValue,
    discordant,
  } = comparePairs(pairs, isRate ? "rate" : "mean");
  const mean = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0) / n;
  const turned =
    better === "lower" ? { improved: discordant.regressed, regressed: discordant.improved } : discordant;
  return {
    ...{ metric, better, before: mean(before), after: mean(after), difference, interval, test, pValue, n },
    discordant: turned,
  };
}
