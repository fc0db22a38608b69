import type { Draw } from "./draw.js";

/** Cases of one class and all others in the order of their scores: for the areas under curves. */
export class Ranking {
  /** Places of the cases, the lowest score first. */
  readonly order: Uint32Array;
  /** For each of `order`, 1 where it is of the class. */
  readonly positive: Uint8Array;
  /** For each of `order`, 1 where the next score is higher: scores that are the same stay together. */
  readonly last: Uint8Array;

  /** @param isPositive whether a case is of the class. @param scores without NaN. */
  constructor(
    readonly scores: Float64Array,
    isPositive: (place: number) => boolean,
  ) {
    const n = scores.length;
    this.order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
    this.positive = Uint8Array.from(this.order, (place) => (isPositive(place) ? 1 : 0));
    this.last = Uint8Array.from(this.order, (place, rank) =>
      rank === n - 1 || scores[place] !== scores[this.order[rank + 1] ?? 0] ? 1 : 0,
    );
  }

  /** How many cases of the class there are, and how many others. */
  get sizes(): { readonly positives: number; readonly negatives: number } {
    const positives = this.positive.reduce((sum, each) => sum + each, 0);
    return { positives, negatives: this.positive.length - positives };
  }

  /** Area under the ROC curve: the chance that a case of the class scores above another one, ties by half. NaN where one of them lacks. */
  readonly areaUnderRoc = ({ weights }: Draw): number => {
    let [area, below, positives, tiedPositives, tiedNegatives] = [0, 0, 0, 0, 0];
    for (let rank = 0; rank < this.order.length; rank++) {
      const weight = weights[this.order[rank] ?? 0] ?? 0;
      if (this.positive[rank] === 1) tiedPositives += weight;
      else tiedNegatives += weight;
      if (this.last[rank] === 0) continue;
      area += tiedPositives * (below + tiedNegatives / 2);
      below += tiedNegatives;
      positives += tiedPositives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }
    return area / (positives * below);
  };

  /** Average precision: the area under the steps of precision over recall. NaN where no case is of the class. */
  readonly averagePrecision = ({ weights }: Draw): number => {
    const { order, positive, last } = this;
    let [area, found, taken, tied] = [0, 0, 0, 0];
    for (let rank = order.length - 1; rank >= 0; rank--) {
      const weight = weights[order[rank] ?? 0] ?? 0;
      taken += weight;
      if (positive[rank] === 1) tied += weight;
      if (tied === 0 || (rank > 0 && last[rank - 1] === 0)) continue;
      found += tied;
      area += (tied * found) / taken;
      tied = 0;
    }
    return area / found;
  };
}
