import { rootBetween } from "../root.js";
import { upperGammaShare } from "./incomplete-gamma.js";

/** Chance that a chi-square variable is above `x`. @param freedom degrees of freedom, above 0. */
export function chiSquareTail(x: number, freedom: number): number {
  return upperGammaShare(freedom / 2, x / 2);
}

/** What a chi-square variable is above with the chance `tail`, above 0 and below 1. */
export function chiSquareUpperPoint(tail: number, freedom: number): number {
  let high = freedom + 10;
  while (chiSquareTail(high, freedom) > tail) high *= 2;
  return rootBetween((x) => tail - chiSquareTail(x, freedom), 0, high);
}
