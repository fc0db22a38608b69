import { MlxError } from "../../core/errors.js";
import type { AnswerCache } from "../../ledger/evaluations/answer-cache.js";

/** How many answers are written at once. */
const batch = 500;

/** The cache as an evaluation uses it: written in the turn in which answers come, and done without once it fails. */
export class KeptAnswers {
  #cache: AnswerCache | undefined;
  #scheduled: NodeJS.Immediate | undefined;

  /** @param cache absent: nothing is looked up or kept. */
  constructor(
    cache: AnswerCache | undefined,
    private readonly now: () => number,
    private readonly warn: (message: string) => void,
  ) {
    this.#cache = cache;
  }

  get on(): boolean {
    return this.#cache !== undefined;
  }

  get(key: Buffer): string | undefined {
    return this.#cache?.get(key);
  }

  set(key: Buffer, value: string): void {
    if (this.#cache === undefined) return;
    this.#cache.set(key, value, this.now());
    if (this.#cache.waiting >= batch) this.flush();
    else this.#scheduled ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    try {
      this.#cache?.flush();
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      // The results are what counts; without the cache they only cost more.
      this.#cache = undefined;
      this.warn(`answers are not kept in the cache from now on: ${error.message}`);
    }
  }
}
