import type { EvalVerdict, GateResult } from "../../evals/gates.js";
import type { EvalSummary } from "../../evals/summary.js";

/** Why an evaluation has fewer results than cases. */
export type EvalStop =
  | { readonly kind: "interrupted" }
  /** The next call could have gone over the budget. */
  | { readonly kind: "budget"; readonly reason: string }
  /** `--fail-fast`. */
  | { readonly kind: "failed"; readonly reason: string };

/** What became of an evaluation. */
export interface EvalOutcome {
  readonly id: string;
  readonly suite: string;
  /** Absent where every case has a result. */
  readonly stop?: EvalStop;
  readonly verdict: EvalVerdict;
  readonly summary: EvalSummary;
  readonly gates: readonly GateResult[];
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
