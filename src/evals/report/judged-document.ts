import type { EvalVerdict, GateResult } from "../gates.js";
import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import type { EvalSummary } from "../summary.js";
import { comparisonDocument } from "./comparison-document.js";
import { sequentialDocument } from "./sequential-document.js";

/** What an evaluation says of itself, wherever it is told as JSON. */
export function judgedDocument(
  verdict: EvalVerdict,
  gates: readonly GateResult[],
  summary: EvalSummary,
  against?: AgainstBaseline,
): Readonly<Record<string, unknown>> {
  const { total, passed, failed, errored, sequential, ...rest } = summary;
  return {
    verdict,
    cases: { total, passed, failed, errored },
    ...rest,
    gates,
    ...(sequential && { sequential: sequentialDocument(sequential) }),
    ...(against && { comparison: comparisonDocument(against) }),
  };
}
