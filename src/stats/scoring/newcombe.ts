import { differenceInterval } from "../difference-interval.js";
import type { Interval } from "../types.js";
import { wilson } from "../wilson.js";

/** A share of independent cases. */
export interface Rate {
  readonly part: number;
  /** Above 0. */
  readonly whole: number;
}

/**
 * Interval of the difference of two independent rates, `a` less `b`, made of Wilson's interval of each.
 * @returns −1 to 1.
 * @see Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10
 */
export function rateDifferenceInterval(a: Rate, b: Rate, confidence = 0.95): Interval {
  const within = ({ part, whole }: Rate) => ({
    value: part / whole,
    interval: wilson(part, whole, confidence),
  });
  return differenceInterval(within(a), within(b));
}

/**
 * Interval of the ratio of two independent rates, `a` over `b`, made of Wilson's interval of each; infinite above where `b` may be 0.
 * @see Donner, Zou, Statistical Methods in Medical Research 21 (2012) 347–359
 */
export function ratioInterval(a: Rate, b: Rate, confidence = 0.95): Interval {
  const [p, q] = [a.part / a.whole, b.part / b.whole];
  const [lowA, highA] = wilson(a.part, a.whole, confidence);
  const [lowB, highB] = wilson(b.part, b.whole, confidence);
  const root = (from: number, to: number) =>
    Math.sqrt(Math.max(0, (p * q) ** 2 - from * to * (2 * p - from) * (2 * q - to)));
  const low = (p * q - root(lowA, highB)) / (highB * (2 * q - highB));
  const high = lowB === 0 ? Number.POSITIVE_INFINITY : (p * q + root(highA, lowB)) / (lowB * (2 * q - lowB));
  return [Number.isFinite(low) ? Math.max(0, low) : 0, high];
}
