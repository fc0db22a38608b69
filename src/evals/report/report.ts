import type { EvalVerdict, GateResult } from "../gates.js";
import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import type { EvalSummary } from "../summary.js";
import type { CaseResult } from "../types.js";

/** What a report tells of an evaluation as a whole. */
export interface ReportedEvaluation {
  readonly id: string;
  readonly suite: string;
  readonly verdict: EvalVerdict;
  readonly summary: EvalSummary;
  readonly gates: readonly GateResult[];
  /** Where the suite has a baseline. */
  readonly against?: AgainstBaseline;
}

/** A report, made as the results come by: what is not kept for the end is returned at once, to be written. */
export interface Report {
  begin(): string;
  /** @param result of the next case, in the order of the suite. */
  add(result: CaseResult): string;
  end(): string;
}
