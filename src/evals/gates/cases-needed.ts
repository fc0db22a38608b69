import { formatCount } from "../../core/format-bytes.js";
import type { Estimate, Interval } from "../../stats/types.js";
import { wilson } from "../../stats/wilson.js";

/** What is beyond this is not worth a number. */
const most = 1_000_000;

type Sized = Pick<Estimate, "value" | "interval" | "n"> & { readonly method?: Estimate["method"] };

/**
 * How many cases like these would probably take the interval off a limit that it reaches across, if the figure stayed as it is: of a rate by
 * Wilson's interval, of any other figure by the square root of the number. Undefined where the figure is the limit.
 */
export function casesNeeded({ value, interval, n, method }: Sized, limit: number): number | undefined {
  if (interval === undefined || Math.abs(value - limit) < 1e-9) return undefined;
  if (method === "wilson" || method === "wilson_effective") return ofRate(value, interval, n, limit);
  const reach = limit < value ? value - interval[0] : interval[1] - value;
  return n * (reach / (limit - value)) ** 2;
}

/** `about 240 cases would decide it` */
export function neededText(estimate: Sized, limit: number): string {
  const needed = casesNeeded(estimate, limit);
  if (needed === undefined) return "the figure is the limit itself, which hardly any number of cases decides";
  if (needed > most) return `more than ${formatCount(most)} cases would be needed to decide it`;
  return `about ${formatCount(rounded(Math.max(needed, estimate.n + 1)))} cases would decide it`;
}

function ofRate(rate: number, interval: Interval, n: number, limit: number): number {
  const independent = trialsWhere((trials) => {
    const [low, high] = wilson(rate * trials, trials);
    return limit < rate ? low >= limit : high <= limit;
  });
  const now = trialsWhere((trials) => {
    const [low, high] = wilson(rate * trials, trials);
    return high - low <= interval[1] - interval[0] + 1e-9;
  });
  return (independent * n) / now;
}

/** The fewest trials from which on something holds, which it does for more of them too; at most four million. */
function trialsWhere(holds: (trials: number) => boolean): number {
  let [few, enough] = [0, 1];
  while (enough < 4 * most && !holds(enough)) [few, enough] = [enough, 2 * enough];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (holds(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** Up, to two digits: it is an estimate. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit - 1e-9) * unit;
}
