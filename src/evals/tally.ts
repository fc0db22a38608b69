import { wilson } from "../stats/wilson.js";
import type { CaseResult } from "./types.js";

/** Counts and rates of some cases. */
export interface Tally {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  /** Passed among those that could be graded; null where none could. */
  readonly passRate: number | null;
  /** 95% interval of the pass rate: of a group by what clusters and repeats allow, else Wilson's; null where none could be graded, or of one cluster. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Mean score of those that have one; null where none has. */
  readonly score: number | null;
}

export class TallyCounter {
  #passed = 0;
  #failed = 0;
  #errored = 0;
  #scores = 0;
  #scored = 0;

  add(status: CaseResult["status"], score: number | undefined): void {
    if (status === "passed") this.#passed++;
    else if (status === "failed") this.#failed++;
    else this.#errored++;
    if (score === undefined) return;
    this.#scores += score;
    this.#scored++;
  }

  finish(): Tally {
    const [passed, failed, errored] = [this.#passed, this.#failed, this.#errored];
    const graded = passed + failed;
    return {
      total: graded + errored,
      passed,
      failed,
      errored,
      passRate: graded === 0 ? null : passed / graded,
      interval: graded === 0 ? null : wilson(passed, graded),
      score: this.#scored === 0 ? null : this.#scores / this.#scored,
    };
  }
}
