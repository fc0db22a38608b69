import type { GateSpec } from "../../../src/evals/gate-spec.js";
import { judgeGates } from "../../../src/evals/gates.js";
import type { ReportedEvaluation } from "../../../src/evals/report/report.js";
import { SummaryBuilder } from "../../../src/evals/summary.js";
import type { CaseResult } from "../../../src/evals/types.js";

/** An evaluation that has these results. */
export function reported(
  results: readonly CaseResult[],
  { suite = "support", gates = [] }: { suite?: string; gates?: readonly GateSpec[] } = {},
): ReportedEvaluation {
  const builder = new SummaryBuilder({ derived: [], gates });
  // Each a case of its own, unless the test says otherwise.
  for (const [index, result] of results.entries()) {
    builder.add(result.test === "t" ? { ...result, test: `t${index}` } : result);
  }
  const summary = builder.finish();
  return {
    id: "01JZZZZZZZZZZZZZZZZZZZZZZZ",
    suite,
    summary,
    ...judgeGates(summary, { gates, errorsAllowed: 0, budget: {} }, { judgeProofs: [] }),
  };
}
