import type { Interval } from "./types.js";

/** A figure and the interval that it has by itself. */
export interface FigureWithin {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Interval of the difference of two independent figures, `a` less `b`, made of the interval of each (MOVER). Of two rates with Wilson's
 * intervals it is Newcombe's, method 10.
 * @returns in the unit of the figures; at the confidence of their intervals.
 * @see G. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693–1702; R. Newcombe, Statistics in Medicine 17 (1998) 873–890
 */
export function differenceInterval(a: FigureWithin, b: FigureWithin): Interval {
  const difference = a.value - b.value;
  const [lowA, highA] = a.interval;
  const [lowB, highB] = b.interval;
  return [
    difference - Math.hypot(a.value - lowA, highB - b.value),
    difference + Math.hypot(highA - a.value, b.value - lowB),
  ];
}
