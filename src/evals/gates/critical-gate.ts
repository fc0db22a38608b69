import { countOf } from "../../core/format-bytes.js";
import type { GateResult } from "../gates.js";
import type { EvalSummary } from "../summary.js";

/** A guard that no average hides: one that could not be graded has not passed. */
export function criticalGate({ critical }: EvalSummary): GateResult {
  const { total, passed } = critical;
  const reason =
    passed === total
      ? `all ${countOf(total, "critical case")} passed`
      : `${total - passed} of ${total} critical cases did not pass`;
  const value = passed / total;
  return { name: "critical cases pass", passed: passed === total, value, threshold: 1, reason };
}
