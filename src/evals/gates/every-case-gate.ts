import type { GateResult } from "../gates.js";
import type { EvalSummary } from "../summary.js";
import { intervalOf } from "./interval-of.js";

/** What a suite without gates and without a baseline has to reach. */
export function everyCaseGate(summary: EvalSummary): GateResult {
  const { passed, failed, passRate, interval } = summary;
  const graded = passed + failed;
  const name = "every case passes";
  if (graded === 0) {
    const open = { passed: false, inconclusive: true, value: null, threshold: 1 } as const;
    return { name, ...open, reason: "no case was graded" };
  }
  const reason =
    failed === 0
      ? `all ${graded} graded cases passed`
      : `${failed} of ${graded} graded cases failed; all have to pass`;
  const gate = { name, passed: failed === 0, value: passRate, threshold: 1 };
  return { ...gate, ...intervalOf(interval), reason };
}
