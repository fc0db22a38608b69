/**
 * How many transfers may run at once: doubles every round until the store first asks to slow down, then grows by one a
 * round (additive increase, multiplicative decrease, as TCP does).
 */
export class AdaptiveLimit {
  #current: number;
  #slowStart = true;
  #successes = 0;
  #sinceDecrease: number;

  /** @param max upper bound, at least 1; the lower bound is 4, or `max` if that is less. */
  constructor(
    readonly max: number,
    readonly min = Math.min(4, max),
  ) {
    this.#current = Math.max(min, Math.min(16, max));
    this.#sinceDecrease = max;
  }

  get current(): number {
    return this.#current;
  }

  succeeded(): void {
    this.#sinceDecrease++;
    if (this.#current >= this.max) return;
    this.#successes++;
    if (!this.#slowStart && this.#successes < this.#current) return;
    this.#successes = 0;
    this.#current++;
  }

  /** Halves the limit, at most once a round: the transfers in flight all tell of the same congestion. */
  throttled(): void {
    this.#slowStart = false;
    this.#successes = 0;
    if (this.#sinceDecrease < this.#current) return;
    this.#sinceDecrease = 0;
    this.#current = Math.max(this.min, Math.floor(this.#current / 2));
  }
}
