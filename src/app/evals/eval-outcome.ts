import type { EvalStop } from "../../evals/eval-stop.js";
import type { EvalVerdict, GateResult } from "../../evals/gates.js";
import type { AgainstBaseline } from "../../evals/outcomes/against-baseline.js";
import type { EvalSummary } from "../../evals/summary.js";

/** What became of an evaluation. */
export interface EvalOutcome {
  readonly id: string;
  readonly suite: string;
  /** Absent where every case has a result. */
  readonly stop?: EvalStop;
  readonly verdict: EvalVerdict;
  readonly summary: EvalSummary;
  readonly gates: readonly GateResult[];
  /** Where the suite has a baseline. */
  readonly against?: AgainstBaseline;
  /** Cases that were to be run, those without a result included. */
  readonly planned: number;
  /** Answers of providers, judges included: asked for, and found in the cache. */
  readonly calls: { readonly made: number; readonly cached: number };
  /** US dollars of calls that were made, where their price is known; of those before a resumption, too. */
  readonly spentUsd: number;
  readonly elapsedMs: number;
  /** Absolute path of the results, one CaseResult a line, in the order of the cases. */
  readonly results: string;
}
