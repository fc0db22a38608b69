import type { CaseResult } from "../../evals/types.js";
import type { EvalStop } from "./eval-outcome.js";

/** Who watches an evaluation. */
export interface RunWatcher {
  /** @param expected how many cases there are; undefined where only the end tells. */
  begun(id: string, expected: number | undefined): void;
  /** A result that has become known, in no particular order. @param spentUsd so far. */
  result(result: CaseResult, spentUsd: number): void;
  /** What is under way is finished. */
  stopping(stop: EvalStop): void;
}
