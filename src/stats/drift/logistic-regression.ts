import { solvePositive } from "./cholesky.js";
import type { Rows } from "./types.js";

/** What is added to the log odds for each number of a row, and to begin with. */
export interface LogisticModel {
  readonly weights: readonly number[];
  readonly intercept: number;
}

/**
 * Logistic regression with half the squared weights as a penalty, the intercept free (scikit-learn's with C = 1), by Newton's method with
 * steps that are halved until they help: the same on every machine.
 * @param rows on about one scale. @param labels for each whether it is of the second class.
 */
export function fitLogistic(rows: Rows, labels: readonly boolean[]): LogisticModel {
  const size = (rows[0]?.length ?? 0) + 1;
  let weights = new Float64Array(size);
  let loss = lossOf(rows, labels, weights);
  for (let round = 0; round < 100; round++) {
    const step = newtonStep(rows, labels, weights);
    let part = 1;
    let next = weights.map((weight, i) => weight - (step[i] ?? 0));
    let nextLoss = lossOf(rows, labels, next);
    while (nextLoss > loss + 1e-12 * Math.abs(loss) && part > 1e-6) {
      part /= 2;
      next = weights.map((weight, i) => weight - part * (step[i] ?? 0));
      nextLoss = lossOf(rows, labels, next);
    }
    weights = next;
    loss = nextLoss;
    if (step.every((change, i) => Math.abs(change) <= 1e-12 * (1 + Math.abs(weights[i] ?? 0)))) break;
  }
  return { weights: [...weights.subarray(0, size - 1)], intercept: weights[size - 1] ?? 0 };
}

/** Log odds that a row is of the second class. */
export function logOdds({ weights, intercept }: LogisticModel, row: readonly number[]): number {
  let sum = intercept;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (row[i] ?? 0);
  return sum;
}

function scoreOf(row: readonly number[], weights: Float64Array): number {
  const last = weights.length - 1;
  let sum = weights[last] ?? 0;
  for (let i = 0; i < last; i++) sum += (weights[i] ?? 0) * (row[i] ?? 0);
  return sum;
}

function lossOf(rows: Rows, labels: readonly boolean[], weights: Float64Array): number {
  let loss = 0;
  for (let i = 0; i + 1 < weights.length; i++) loss += (weights[i] ?? 0) ** 2 / 2;
  rows.forEach((row, i) => {
    const against = labels[i] === true ? -scoreOf(row, weights) : scoreOf(row, weights);
    loss += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
  });
  return loss;
}

function newtonStep(rows: Rows, labels: readonly boolean[], weights: Float64Array): Float64Array {
  const size = weights.length;
  const gradient = weights.map((weight, i) => (i === size - 1 ? 0 : weight));
  const hessian = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    // A touch on the intercept keeps the matrix definite where all rows are certain.
    row[i] = i === size - 1 ? 1e-12 : 1;
    return row;
  });
  rows.forEach((row, place) => {
    const share = 1 / (1 + Math.exp(-scoreOf(row, weights)));
    const apart = share - (labels[place] === true ? 1 : 0);
    const weight = share * (1 - share);
    for (let i = 0; i < size; i++) {
      const mine = i === size - 1 ? 1 : (row[i] ?? 0);
      gradient[i] = (gradient[i] ?? 0) + apart * mine;
      const line = hessian[i];
      if (line === undefined) continue;
      for (let j = 0; j <= i; j++) {
        const other = j === size - 1 ? 1 : (row[j] ?? 0);
        line[j] = (line[j] ?? 0) + weight * mine * other;
      }
    }
  });
  return solvePositive(hessian, gradient);
}
