import { formatNumber } from "../../core/format-number.js";
import { formatDuration } from "../../core/format-time.js";
import type { GroupSummary } from "../case-group.js";
import type { Tally } from "../tally.js";

/** `95.0%`; empty where nothing could be graded. */
export function rateText({ passRate }: Pick<Tally, "passRate">): string {
  return passRate === null ? "" : percentText(passRate);
}

/** `88.2% to 97.9%`; empty where nothing could be graded. */
export function intervalText({ interval }: Pick<Tally, "interval">): string {
  return interval === null ? "" : interval.map(percentText).join(" to ");
}

/** Below so many cases a rate says next to nothing. */
const fewest = 10;

/** `88.2 to 97.9`, in percent; of a few cases that they are too few. Empty where nothing could be graded. */
export function sureText({ passRate, interval, estimates, passed, failed }: GroupSummary): string {
  if (passRate === null) return "";
  const cases = estimates?.metrics["passRate"]?.n ?? passed + failed;
  if (cases < fewest || interval === null) return "too few to say";
  return interval.map((end) => (100 * end).toFixed(1)).join(" to ");
}

/** `95.0%`. @param share 0 to 1. */
export function percentText(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** `$0.0123`; with `≥` where some calls have no price. */
export function costText({
  costUsd,
  pricedCostUsd,
}: Pick<GroupSummary, "costUsd" | "pricedCostUsd">): string {
  if (costUsd !== null) return dollarText(costUsd);
  return pricedCostUsd > 0 ? `≥ ${dollarText(pricedCostUsd)}` : "unknown";
}

/** `$12.50`; below a dollar three digits that count: `$0.00123`. */
export function dollarText(amount: number): string {
  return `$${amount > 0 && amount < 1 ? Number(amount.toPrecision(3)) : amount.toFixed(2)}`;
}

/** `0.953`; empty where no case has a score. */
export function scoreText(score: number | null | undefined): string {
  return score == null ? "" : formatNumber(Number(score.toFixed(3)));
}

/** `12 ms`, `1.4 s`; empty where no time was measured. */
export function timeText(ms: number | null | undefined): string {
  if (ms == null) return "";
  return ms < 1000
    ? `${formatNumber(ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms))} ms`
    : formatDuration(ms);
}
