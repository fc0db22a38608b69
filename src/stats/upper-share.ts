import { wilson } from "./wilson.js";

/**
 * A share that is rather too high than too low: with 80 % assurance the true one is below it (the upper end of Wilson's interval at 60 %).
 * For plans that depend on how often something happens that was seen rarely, or never.
 * @param seen of `all`, which is above 0. @returns above 0, at most 1.
 */
export function upperShare(seen: number, all: number): number {
  return wilson(seen, all, 0.6)[1];
}
