import type { EvalOutcome } from "../../app/evals/eval-outcome.js";
import { judgedDocument } from "../../evals/report/judged-document.js";

/** The document of `mlx eval run --json`. */
export function runDocument(outcome: EvalOutcome): Readonly<Record<string, unknown>> {
  const { id, suite, stop, planned, calls, spentUsd, elapsedMs, results } = outcome;
  return {
    id,
    suite,
    ...judgedDocument(outcome.verdict, outcome.gates, outcome.summary, outcome.against),
    stopped: stop ?? null,
    planned,
    calls,
    spentUsd,
    elapsedMs: Math.round(elapsedMs),
    results,
  };
}
