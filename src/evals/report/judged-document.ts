import type { EvalVerdict, GateResult } from "../gates.js";
import type { EvalSummary } from "../summary.js";

/** What an evaluation says of itself, wherever it is told as JSON. */
export function judgedDocument(
  verdict: EvalVerdict,
  gates: readonly GateResult[],
  summary: EvalSummary,
): Readonly<Record<string, unknown>> {
  const { total, passed, failed, errored, ...rest } = summary;
  return { verdict, cases: { total, passed, failed, errored }, ...rest, gates };
}
