import type { Draw } from "./draw.js";
import type { ClassCases, LabelCases } from "./types.js";

/** Counts of each class: all that accuracy, precision, recall, F1, κ and Matthews' coefficient need of a confusion matrix. */
export interface ClassTally {
  /** Cases that are of the class. */
  readonly truth: Float64Array;
  /** Cases that were said to be. */
  readonly predicted: Float64Array;
  /** Both. */
  readonly hit: Float64Array;
  /** Cases in all. */
  readonly total: number;
}

/** Counts the classes of cases; the same draw is counted once. */
export class TallyOfClasses {
  #number: number | undefined;
  #tally: ClassTally | undefined;
  /** Where a stretch of cases with the same truth and prediction ends: in canonical order there are few. */
  readonly #ends: Uint32Array;

  constructor(private readonly cases: ClassCases | LabelCases) {
    this.#ends = cases.task === "multilabel" ? new Uint32Array() : endsOf(cases);
  }

  of(draw: Draw): ClassTally {
    if (this.#tally === undefined || draw.number !== this.#number) {
      this.#number = draw.number;
      this.#tally =
        this.cases.task === "multilabel"
          ? tallyLabels(this.cases, draw.weights)
          : tallyClasses(this.cases, this.#ends, draw.weights);
    }
    return this.#tally;
  }
}

function endsOf({ truth, prediction, n }: ClassCases): Uint32Array {
  const ends: number[] = [];
  for (let place = 1; place <= n; place++) {
    if (place === n || truth[place] !== truth[place - 1] || prediction[place] !== prediction[place - 1])
      ends.push(place);
  }
  return Uint32Array.from(ends);
}

function tallyClasses(
  { classes, truth, prediction }: ClassCases,
  ends: Uint32Array,
  weights: Uint32Array,
): ClassTally {
  const counts = emptyCounts(classes.length);
  let [total, place] = [0, 0];
  for (const end of ends) {
    const [is, said] = [truth[place] ?? 0, prediction[place] ?? 0];
    let weight = 0;
    for (; place < end; place++) weight += weights[place] ?? 0;
    counts.truth[is] = (counts.truth[is] ?? 0) + weight;
    counts.predicted[said] = (counts.predicted[said] ?? 0) + weight;
    if (is === said) counts.hit[is] = (counts.hit[is] ?? 0) + weight;
    total += weight;
  }
  return { ...counts, total };
}

function tallyLabels({ classes, truth, prediction, n }: LabelCases, weights: Uint32Array): ClassTally {
  const counts = emptyCounts(classes.length);
  let total = 0;
  for (let place = 0; place < n; place++) {
    const weight = weights[place] ?? 0;
    total += weight;
    if (weight === 0) continue;
    const [is, said] = [truth[place] ?? none, prediction[place] ?? none];
    for (const label of is) counts.truth[label] = (counts.truth[label] ?? 0) + weight;
    for (const label of said) {
      counts.predicted[label] = (counts.predicted[label] ?? 0) + weight;
      if (is.includes(label)) counts.hit[label] = (counts.hit[label] ?? 0) + weight;
    }
  }
  return { ...counts, total };
}

const none = new Int32Array(0);

function emptyCounts(size: number): Pick<ClassTally, "truth" | "predicted" | "hit"> {
  return { truth: new Float64Array(size), predicted: new Float64Array(size), hit: new Float64Array(size) };
}
