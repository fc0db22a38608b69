/** The exponent of the greatest power of two that is no more than a number above 0. */
export function exponentOf(value: number): number {
  const guess = Math.floor(Math.log2(value));
  return 2 ** guess > value ? guess - 1 : guess < 1023 && 2 ** (guess + 1) <= value ? guess + 1 : guess;
}

/** Of the quotient before it is rounded: more than the 53 of a double. */
const bits = 64;

/** `above / below / 2^places`, rounded once, to the nearest double. @param below above 0. */
export function ratio(above: bigint, below: bigint, places: number): number {
  const size = above < 0n ? -above : above;
  const shift = BigInt(Math.max(0, bits + below.toString(2).length - size.toString(2).length));
  const quotient = (size << shift) / below;
  // What is left of the division makes no half of it.
  const whole = (quotient << 1n) | ((size << shift) % below === 0n ? 0n : 1n);
  const number = Number(whole) * 2 ** -(Number(shift) + 1) * 2 ** -places;
  return above < 0n ? -number : number;
}
