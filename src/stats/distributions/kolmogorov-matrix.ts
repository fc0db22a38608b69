import { stirlingError } from "./stirling.js";

/** A number as a matrix and a power of two, which together never overflow. */
interface Scaled {
  readonly cells: Float64Array;
  readonly power: number;
}

/**
 * Chance that Kolmogorov's statistic of `n` values is below `x`, exactly, by Durbin's matrix. Its cost grows with (n x)³.
 * @see G. Marsaglia, W. W. Tsang and J. Wang, Journal of Statistical Software 8 (2003) 18
 */
export function kolmogorovByMatrix(n: number, x: number): number {
  const k = Math.floor(n * x) + 1;
  const size = 2 * k - 1;
  const { cells, power } = powerOf(durbinMatrix(size, k - n * x), size, n);
  const centre = cells[(k - 1) * size + k - 1] ?? 0;
  // ln (n! / n^n)
  const factorial = 0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n);
  return centre <= 0 ? 0 : Math.min(1, Math.exp(Math.log(centre) + power * Math.LN2 + factorial));
}

/** @param rest how far the whole number above n x is away, above 0 and at most 1. */
function durbinMatrix(size: number, rest: number): Float64Array {
  const factorials = [1];
  for (let i = 1; i <= size; i++) factorials.push((factorials[i - 1] ?? 1) * i);
  const cells = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size && column <= row + 1; column++) {
      let value = 1;
      if (column === 0) value -= rest ** (row + 1);
      if (row === size - 1) value -= rest ** (size - column);
      if (column === 0 && row === size - 1 && rest > 0.5) value += (2 * rest - 1) ** size;
      cells[row * size + column] = value / (factorials[row - column + 1] ?? 1);
    }
  }
  return cells;
}

function powerOf(matrix: Float64Array, size: number, exponent: number): Scaled {
  let square: Scaled = { cells: matrix, power: 0 };
  let result: Scaled | undefined;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? square : product(result, square, size);
    if (rest > 1) square = product(square, square, size);
  }
  return result ?? square;
}

function product(a: Scaled, b: Scaled, size: number): Scaled {
  const cells = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a.cells[i * size + k] ?? 0;
      if (factor === 0) continue;
      for (let j = 0; j < size; j++)
        cells[i * size + j] = (cells[i * size + j] ?? 0) + factor * (b.cells[k * size + j] ?? 0);
    }
  }
  let largest = 0;
  for (const cell of cells) largest = Math.max(largest, Math.abs(cell));
  const shift = largest > 0 ? Math.floor(Math.log2(largest)) : 0;
  if (Math.abs(shift) > 400) {
    // In two steps: one power of two can be too small for a number.
    const half = 2 ** -Math.trunc(shift / 2);
    const other = 2 ** -(shift - Math.trunc(shift / 2));
    for (let i = 0; i < cells.length; i++) cells[i] = (cells[i] ?? 0) * half * other;
    return { cells, power: a.power + b.power + shift };
  }
  return { cells, power: a.power + b.power };
}
