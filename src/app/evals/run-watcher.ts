import type { EvalStop } from "../../evals/eval-stop.js";
import type { CaseResult } from "../../evals/types.js";
import type { EvalOutcome } from "./eval-outcome.js";

/** Who watches an evaluation. */
export interface RunWatcher {
  /** @param expected how many cases there are; undefined where only the end tells. */
  begun(id: string, expected: number | undefined): void;
  /** A result that has become known, in no particular order. @param spentUsd so far. */
  result(result: CaseResult, spentUsd: number): void;
  /** What is under way is finished. */
  stopping(stop: EvalStop): void;
  /**
   * Everything is decided, and the evaluation is not yet closed: what is done here is done before anybody is told the verdict. If it fails,
   * the evaluation counts as interrupted, and can go on.
   */
  judged?(outcome: EvalOutcome): Promise<void>;
}
