import { rateEstimate } from "../../stats/rate-estimate.js";
import type { Interval, Unit } from "../../stats/types.js";
import type { Grade } from "../types.js";

/** How often a judge that compares in both orders prefers a place instead of an answer. */
export interface PositionBias {
  /** Comparisons that were asked in both orders. */
  readonly comparisons: number;
  /** Of these, how often the answer that came first was preferred both times, and how often the second. */
  readonly first: number;
  readonly second: number;
  /** How often one order gave a tie and the other did not. */
  readonly wavering: number;
  /** Share of the comparisons whose verdict follows the place. */
  readonly share: number;
  readonly interval?: Interval;
}

/** Collects comparisons of one grader, case by case. */
export class PositionBiasTally {
  readonly #units: Unit[] = [];
  #first = 0;
  #second = 0;
  #wavering = 0;

  add({ components = [] }: Grade): void {
    let [count, following] = [0, 0];
    for (const { orders } of components) {
      if (orders === undefined) continue;
      const [forth, back] = orders;
      count++;
      if (forth === back && forth !== "tie") following++;
      if (forth === "first" && back === "first") this.#first++;
      else if (forth === "second" && back === "second") this.#second++;
      else if ((forth === "tie") !== (back === "tie")) this.#wavering++;
    }
    if (count > 0) this.#units.push({ sum: following, count });
  }

  /** Undefined where nothing was compared in both orders. */
  finish(): PositionBias | undefined {
    if (this.#units.length === 0) return undefined;
    const { value, interval, n } = rateEstimate(this.#units);
    const [first, second, wavering] = [this.#first, this.#second, this.#wavering];
    return { comparisons: n, first, second, wavering, share: value, ...(interval && { interval }) };
  }
}
