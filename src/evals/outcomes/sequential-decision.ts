import { BettingSequence } from "../../stats/betting-sequence.js";
import type { Interval } from "../../stats/types.js";
import type { SequentialGoal, SequentialVerdict } from "./sequential-outcome.js";

/**
 * Decides while cases come in, as soon as they say enough. It may be asked after each of them: the chance that it ever calls a pass rate better or
 * worse than it is, or unchanged though it changed by `effect`, is at most 5 %, whenever it stops.
 * @see I. Waudby-Smith and A. Ramdas, Estimating Means of Bounded Random Variables by Betting, JRSS B 86 (2024)
 */
export class SequentialDecision {
  readonly #sequence: BettingSequence;
  #verdict: SequentialVerdict | undefined;
  #units = 0;
  #sum = 0;

  constructor(private readonly goal: SequentialGoal) {
    this.#sequence = new BettingSequence({ lower: goal.kind === "target" ? 0 : -1, upper: 1 });
  }

  /**
   * @param value of a unit: the mean of its cases' pass rates, 0 to 1, or of their differences to the baseline, −1 to 1. Once it is decided nothing
   *   is taken in any more.
   * @returns the verdict, once there is one. @throws {RangeError} if `value` is not within the limits.
   */
  add(value: number): SequentialVerdict | undefined {
    if (this.#verdict !== undefined) return this.#verdict;
    this.#sequence.add(value);
    this.#units++;
    this.#sum += value;
    this.#verdict = this.#decide();
    return this.#verdict;
  }

  get verdict(): SequentialVerdict | undefined {
    return this.#verdict;
  }

  get units(): number {
    return this.#units;
  }

  /** Mean over the units; null of none. */
  get value(): number | null {
    return this.#units === 0 ? null : this.#sum / this.#units;
  }

  get interval(): Interval {
    return this.#sequence.interval;
  }

  get pValue(): number {
    return this.#sequence.pValue(this.goal.kind === "target" ? this.goal.rate : 0);
  }

  #decide(): SequentialVerdict | undefined {
    if (this.goal.kind === "target") return this.#sequence.rejects(this.goal.rate);
    const side = this.#sequence.rejects(0);
    if (side !== undefined) return side === "above" ? "improved" : "regressed";
    const [low, high] = this.interval;
    const { effect } = this.goal;
    return low >= -effect && high <= effect ? "no_evidence" : undefined;
  }
}
