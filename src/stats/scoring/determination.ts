import type { Draw } from "./draw.js";
import type { NumberCases } from "./types.js";

/**
 * R², at most 1: the share of the truth's variance that the prediction explains. Where the truth never changes it is 1 for a perfect
 * prediction, else 0, as in scikit-learn.
 */
export function determination({ truth, prediction }: NumberCases): (draw: Draw) => number {
  const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  return ({ weights }) => {
    let [total, sum, squares, unexplained] = [0, 0, 0, 0];
    for (let place = 0; place < truth.length; place++) {
      const weight = weights[place] ?? 0;
      const value = (truth[place] ?? 0) - centre;
      total += weight;
      sum += weight * value;
      unexplained += weight * ((truth[place] ?? 0) - (prediction[place] ?? 0)) ** 2;
    }
    const mean = sum / total;
    for (let place = 0; place < truth.length; place++) {
      squares += (weights[place] ?? 0) * ((truth[place] ?? 0) - centre - mean) ** 2;
    }
    if (squares === 0) return unexplained === 0 ? 1 : 0;
    return 1 - unexplained / squares;
  };
}
