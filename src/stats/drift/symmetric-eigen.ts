/** A direction, of length 1, and how much lies along it. */
export interface EigenPair {
  readonly value: number;
  readonly vector: readonly number[];
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, the largest value first, by Jacobi's rotations. The largest part of a vector is
 * above 0.
 * @see C. G. J. Jacobi, Journal für die reine und angewandte Mathematik 30 (1846) 51–94
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): EigenPair[] {
  const size = matrix.length;
  const cells = matrix.map((row) => Float64Array.from(row));
  const vectors = matrix.map((_, i) => Float64Array.from({ length: size }, (_none, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let [off, on] = [0, 0];
    cells.forEach((row, i) => {
      row.forEach((cell, j) => {
        if (i === j) on += cell * cell;
        else off += cell * cell;
      });
    });
    if (off <= 1e-32 * on) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(cells, vectors, p, q);
  }
  const pairs = vectors.map((vector, i) => ({ value: cells[i]?.[i] ?? 0, vector: upright(vector) }));
  return pairs.sort((a, b) => b.value - a.value);
}

/** Turns the plane of two axes so that their cell becomes 0. @param vectors by row. */
function rotate(
  cells: readonly Float64Array[],
  vectors: readonly Float64Array[],
  p: number,
  q: number,
): void {
  const [rowP, rowQ, vectorP, vectorQ] = [cells[p], cells[q], vectors[p], vectors[q]];
  if (rowP === undefined || rowQ === undefined || vectorP === undefined || vectorQ === undefined) return;
  const cell = rowP[q] ?? 0;
  if (cell === 0) return;
  const ratio = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * cell);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (const row of cells) turn(row, row, p, q, cosine, sine);
  for (let k = 0; k < rowP.length; k++) turn(rowP, rowQ, k, k, cosine, sine);
  for (let k = 0; k < vectorP.length; k++) turn(vectorP, vectorQ, k, k, cosine, sine);
}

function turn(a: Float64Array, b: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [first, second] = [a[i] ?? 0, b[j] ?? 0];
  a[i] = cosine * first - sine * second;
  b[j] = sine * first + cosine * second;
}

function upright(vector: Float64Array): number[] {
  let largest = 0;
  for (const part of vector) if (Math.abs(part) > Math.abs(largest) * (1 + 1e-12)) largest = part;
  return [...vector].map((part) => (largest < 0 ? -part : part));
}
