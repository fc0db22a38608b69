import { formatNumber } from "../../core/format-number.js";
import { type GateOutcome, type GateResult, judgeGates } from "../../evals/gates.js";
import type { EvalSummary } from "../../evals/summary.js";
import type { EvalStop } from "./eval-outcome.js";
import type { Judging } from "./stored-options.js";

/**
 * Judges an evaluation by its suite's gates. One that the budget cut short fails, whatever its results so far say; one that
 * was interrupted has not been decided. The budget is judged by what was spent now: an answer of the cache costs nothing.
 * @param spentUsd US dollars; undefined where nobody kept count.
 */
export function judgeRun(
  summary: EvalSummary,
  judging: Judging,
  stop: EvalStop | undefined,
  spentUsd: number | undefined,
): GateOutcome {
  const judged = judgeGates(summary, { ...judging, budget: {} });
  const gates = [...judged.gates, ...budgetGate(judging.budget.maxCostUsd, stop, spentUsd)];
  if (stop?.kind === "interrupted") return { verdict: "inconclusive", gates };
  const fails = judged.verdict !== "error" && gates.some(({ passed }) => !passed) && stop?.kind === "budget";
  return { verdict: fails ? "failed" : judged.verdict, gates };
}

function budgetGate(
  limit: number | undefined,
  stop: EvalStop | undefined,
  spentUsd: number | undefined,
): GateResult[] {
  if (limit === undefined || spentUsd === undefined) return [];
  const gate = { name: "budget", value: spentUsd, threshold: limit };
  if (stop?.kind === "budget") {
    return [{ ...gate, passed: false, reason: `stopped before the end: ${stop.reason}` }];
  }
  return [{ ...gate, passed: true, reason: `$${formatNumber(spentUsd)} of $${formatNumber(limit)} spent` }];
}
