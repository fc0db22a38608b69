import { formatNumber } from "../../core/format-number.js";

/** No call may be begun any more: it could go over the budget. */
export class BudgetExhausted extends Error {
  override readonly name = "BudgetExhausted";
}

/** Money set aside for a call that is under way. */
export interface Reservation {
  /** The call has ended. @param costUsd what it cost; undefined: nobody knows, so all that was set aside counts. */
  settle(costUsd: number | undefined): void;
}

const free: Reservation = { settle: () => undefined };

/**
 * Money that an evaluation may spend. A call begins only when what was spent, what is set aside for calls under way and the
 * most that it can cost itself stay within the limit.
 */
export class Budget {
  #spent: number;
  #reserved = 0;
  readonly #waiting = new Set<() => void>();

  /** @param limit US dollars; undefined: any amount. @param spent before, where an evaluation is resumed. */
  constructor(
    readonly limit: number | undefined,
    spent = 0,
  ) {
    this.#spent = spent;
  }

  /** US dollars, calls under way not counted. */
  get spent(): number {
    return this.#spent;
  }

  /**
   * Sets money aside; waits while calls under way may yet cost less than was set aside for them.
   * @param most US dollars. @throws {BudgetExhausted} once nothing is under way and it would still be too much.
   */
  async reserve(most: number): Promise<Reservation> {
    if (this.limit === undefined) return this.#reservation(0);
    if (most === 0) return free;
    while (this.#spent + this.#reserved + most > this.limit) {
      if (this.#reserved === 0) throw new BudgetExhausted(this.#reason(most));
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    return this.#reservation(most);
  }

  #reservation(most: number): Reservation {
    this.#reserved += most;
    let open = true;
    return {
      settle: (costUsd) => {
        if (!open) return;
        open = false;
        this.#reserved -= most;
        // What is left of sums of decimals must not keep the last waiting call waiting.
        if (this.#reserved < 1e-12) this.#reserved = 0;
        // Nobody pays anything back, whatever a server says of its tokens.
        this.#spent += Math.max(0, costUsd ?? most);
        const waiting = [...this.#waiting];
        this.#waiting.clear();
        for (const wake of waiting) wake();
      },
    };
  }

  #reason(most: number): string {
    return `the next call could cost up to $${formatNumber(most)}, $${formatNumber(this.#spent)} of $${formatNumber(this.limit ?? 0)} is spent`;
  }
}
