import { normalQuantile } from "../distributions/normal.js";
import type { Interval } from "../types.js";

/** Performance that nobody has measured: it holds as far as the probabilities that it comes from are calibrated. */
export interface EstimatedPerformance {
  readonly estimated: true;
  readonly value: number;
  /** Where the true figure of these rows would lie if the probabilities were exact; nothing is said of probabilities that are off. */
  readonly interval?: Interval;
  readonly n: number;
}

/**
 * Expected accuracy without labels: the mean of the calibrated chance that each prediction is right.
 * @param confidences of the classes predicted, each 0 to 1. @param level how sure the interval is meant to be.
 * @throws {RangeError} if there is none, or one is no chance.
 * @see NannyML's confidence-based performance estimation
 */
export function confidenceBasedAccuracy(confidences: readonly number[], level = 0.95): EstimatedPerformance {
  requireChances(confidences);
  const n = confidences.length;
  const value = confidences.reduce((sum, chance) => sum + chance, 0) / n;
  const variance = confidences.reduce((sum, chance) => sum + chance * (1 - chance), 0) / (n * n);
  return { estimated: true, ...around(value, variance, level), n };
}

/** A prediction of yes or no whose truth is not known. */
export interface Unjudged {
  /** The calibrated chance that the truth is yes. */
  readonly chance: number;
  /** Whether yes was predicted. */
  readonly said: boolean;
  /** What rows are ranked by for the curve. */
  readonly score: number;
}

export interface EstimatedFigure {
  readonly name: "accuracy" | "roc_auc" | "f1" | "precision" | "recall";
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Expected figures of predictions of yes or no: each row counts as yes by its chance, and as no by the rest. F1 is the mean of that of yes
 * and that of no, precision and recall are those of yes. Intervals are those of the figure that the truth, drawn by the chances, would give,
 * by the delta method.
 * @returns accuracy, and of the others those that are defined.
 * @throws {RangeError} if there is no row, or a chance is none.
 * @see NannyML's confidence-based performance estimation
 */
export function confidenceBasedFigures(rows: readonly Unjudged[], level = 0.95): EstimatedFigure[] {
  requireChances(rows.map(({ chance }) => chance));
  const yes = sumsOf(rows.filter(({ said }) => said));
  const no = sumsOf(rows.filter(({ said }) => !said));
  const n = rows.length;
  const [right, missed] = [yes.chances, no.chances];
  const named = right + missed;
  /** A figure with its slopes by the true ones among those said yes, and among those said no. */
  const figure = (name: EstimatedFigure["name"], value: number, byYes: number, byNo: number) => ({
    name,
    ...around(value, byYes ** 2 * yes.variance + byNo ** 2 * no.variance, level),
  });
  const accuracy = figure("accuracy", (right + no.n - missed) / n, 1 / n, -1 / n);
  const precision = yes.n === 0 ? [] : [figure("precision", right / yes.n, 1 / yes.n, 0)];
  if (!(named > 0 && named < n)) return [accuracy, ...precision];
  const [ofYes, ofNo] = [yes.n + named, no.n + n - named];
  const rejected = no.n - missed;
  const f1 = figure(
    "f1",
    right / ofYes + rejected / ofNo,
    (ofYes - right) / ofYes ** 2 + rejected / ofNo ** 2,
    -right / ofYes ** 2 - (ofNo - rejected) / ofNo ** 2,
  );
  const recall = figure("recall", right / named, missed / named ** 2, -right / named ** 2);
  return [accuracy, { name: "roc_auc", ...expectedAuc(rows, level) }, f1, ...precision, recall];
}

interface Sums {
  readonly n: number;
  readonly chances: number;
  readonly variance: number;
}

function sumsOf(rows: readonly Unjudged[]): Sums {
  let [chances, variance] = [0, 0];
  for (const { chance } of rows) {
    chances += chance;
    variance += chance * (1 - chance);
  }
  return { n: rows.length, chances, variance };
}

/** The chance that a row that is yes is ranked above one that is no; of rows ranked alike half. */
function expectedAuc(rows: readonly Unjudged[], level: number) {
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  const allYes = sorted.reduce((sum, { chance }) => sum + chance, 0);
  const allNo = sorted.length - allYes;
  /** By how much the area times both totals grows with the chance of a row. */
  const slopes: number[] = [];
  let [yesBelow, noBelow, area] = [0, 0, 0];
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let yes = 0;
    while (sorted[to] !== undefined && sorted[to]?.score === sorted[from]?.score)
      yes += sorted[to++]?.chance ?? 0;
    const no = to - from - yes;
    area += yes * (noBelow + no / 2);
    const slope = noBelow + no / 2 - (allYes - yesBelow - yes / 2);
    for (; from < to; from++) slopes.push(slope);
    yesBelow += yes;
    noBelow += no;
  }
  const value = area / allYes / allNo;
  const variance = sorted.reduce((sum, { chance }, at) => {
    const slope = (slopes[at] ?? 0) / allYes / allNo - value * (1 / allYes - 1 / allNo);
    return sum + chance * (1 - chance) * slope ** 2;
  }, 0);
  return around(value, variance, level);
}

function around(value: number, variance: number, level: number): { value: number; interval: Interval } {
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { value, interval: [Math.max(0, value - reach), Math.min(1, value + reach)] };
}

function requireChances(chances: readonly number[]): void {
  const wrong = chances.find((chance) => !(chance >= 0 && chance <= 1));
  if (chances.length === 0 || wrong !== undefined)
    throw new RangeError(wrong === undefined ? "there is no prediction" : `not a chance: ${wrong}`);
}
