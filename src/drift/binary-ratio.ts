/** The power of two at or below a number above 0. */
export function exponentOf(value: number): number {
  const guess = Math.floor(Math.log2(value));
  return 2 ** guess > value ? guess - 1 : guess < 1023 && 2 ** (guess + 1) <= value ? guess + 1 : guess;
}

const bits = 64;

/** `above / below`, `above` being of so many binary places; rounded once, to the nearest double. */
export function ratio(above: bigint, below: bigint, places: number): number {
  const size = above < 0n ? -above : above;
  const shift = BigInt(Math.max(0, bits + below.toString(2).length - size.toString(2).length));
  const quotient = (size << shift) / below;
  // What is left of the division makes no half of it.
  const whole = (quotient << 1n) | ((size << shift) % below === 0n ? 0n : 1n);
  const number = Number(whole) * 2 ** -(Number(shift) + 1) * 2 ** -places;
  return above < 0n ? -number : number;
}
