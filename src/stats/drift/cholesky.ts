/**
 * Solves A x = b for a symmetric positive definite A, given by rows. Changes what it is given.
 * @throws {RangeError} if A is not positive definite.
 */
export function solvePositive(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const at = (i: number, j: number): number => matrix[i]?.[j] ?? 0;
  for (let i = 0; i < size; i++) {
    const row = matrix[i];
    if (row === undefined) throw new RangeError("a matrix needs as many rows as the right side");
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      if (i === j && !(sum > 0)) throw new RangeError("the matrix is not positive definite");
      row[j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (right[k] ?? 0);
    right[i] = sum / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i] ?? 0;
    for (let k = i + 1; k < size; k++) sum -= at(k, i) * (right[k] ?? 0);
    right[i] = sum / at(i, i);
  }
  return right;
}
