import type { Interval } from "../../stats/types.js";

/** A gate's interval, where there is one. */
export function intervalOf(interval: Interval | null | undefined): { readonly interval?: Interval } {
  return interval == null ? {} : { interval };
}
