import type { Draw } from "./draw.js";

/** Mean of a value that each case has. */
export function weightedMean(values: Float64Array): (draw: Draw) => number {
  return ({ weights }) => {
    let [sum, total] = [0, 0];
    for (let place = 0; place < values.length; place++) {
      const weight = weights[place] ?? 0;
      sum += weight * (values[place] ?? 0);
      total += weight;
    }
    return sum / total;
  };
}

/** Median of a value that each case has; between the two in the middle their mean. */
export function weightedMedian(values: Float64Array): (draw: Draw) => number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return ({ weights }) => {
    let total = 0;
    for (let place = 0; place < values.length; place++) total += weights[place] ?? 0;
    const at = (rank: number) => {
      let passed = 0;
      for (const place of order) {
        passed += weights[place] ?? 0;
        if (passed > rank) return values[place] ?? Number.NaN;
      }
      return Number.NaN;
    };
    const middle = (total - 1) / 2;
    return Number.isInteger(middle) ? at(middle) : (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  };
}
