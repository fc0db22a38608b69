import { MlxError } from "../../core/errors.js";
import type { ProviderAnswer } from "../../evals/types.js";
import type { AnswerCache } from "../../ledger/evaluations/answer-cache.js";

/** How many answers are written at once. */
const batch = 500;

/** The cache as an evaluation uses it: written in the turn in which answers come, and done without once it fails. */
export class KeptAnswers {
  #cache: AnswerCache | undefined;
  /** The same question is asked once, however many wait for the answer. */
  readonly #underWay = new Map<string, Promise<ProviderAnswer>>();
  #hits = 0;
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

  /** How often an answer was there already, or on its way. */
  get hits(): number {
    return this.#hits;
  }

  get(key: Buffer): string | undefined {
    const kept = this.#cache?.get(key);
    if (kept !== undefined) this.#hits++;
    return kept;
  }

  recall(key: Buffer): ProviderAnswer | undefined {
    const kept = this.get(key);
    if (kept === undefined) return undefined;
    const answer: ProviderAnswer = JSON.parse(kept);
    return { ...answer, cached: true };
  }

  /** Asks and keeps the answer. Whoever asks the same meanwhile is given it, too. */
  async once(key: Buffer, ask: () => Promise<ProviderAnswer>): Promise<ProviderAnswer> {
    const name = key.toString("hex");
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined) {
      const answer = await underWay;
      this.#hits++;
      return { ...answer, cached: true };
    }
    const asked = ask();
    this.#underWay.set(name, asked);
    try {
      const answer = await asked;
      this.set(key, JSON.stringify(answer));
      return answer;
    } finally {
      this.#underWay.delete(name);
    }
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
