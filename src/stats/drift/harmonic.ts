/** Euler's constant. */
const gamma = 0.5772156649015329;
/** From here on the expansions have all digits. */
const many = 200;

/** 1 + 1/2 + … + 1/n, for a whole number from 0. @see DLMF 5.11.2 */
export function harmonic(n: number): number {
  if (n >= many) return Math.log(n) + gamma + 1 / (2 * n) - 1 / (12 * n ** 2) + 1 / (120 * n ** 4);
  let sum = 0;
  for (let i = n; i >= 1; i--) sum += 1 / i;
  return sum;
}

/** 1 + 1/4 + … + 1/n², for a whole number from 0. */
export function harmonicSquares(n: number): number {
  if (n >= many) return Math.PI ** 2 / 6 - 1 / n + 1 / (2 * n ** 2) - 1 / (6 * n ** 3) + 1 / (30 * n ** 5);
  let sum = 0;
  for (let i = n; i >= 1; i--) sum += 1 / (i * i);
  return sum;
}
