import { formatNumber } from "../../core/format-number.js";
import type { GateResult } from "../gates.js";
import type { Grounds } from "./grounds.js";

/**
 * Judged by what was spent now: an answer of the cache costs nothing. Nothing is said where there is no budget, or nobody kept count.
 * @param limit US dollars.
 */
export function budgetGate(
  limit: number | undefined,
  { stop, spentUsd }: Pick<Grounds, "stop" | "spentUsd">,
): readonly GateResult[] {
  if (limit === undefined || spentUsd === undefined) return [];
  const gate = { name: "budget", value: spentUsd, threshold: limit };
  if (stop?.kind === "budget")
    return [{ ...gate, passed: false, reason: `stopped before the end: ${stop.reason}` }];
  return [{ ...gate, passed: true, reason: `$${formatNumber(spentUsd)} of $${formatNumber(limit)} spent` }];
}
