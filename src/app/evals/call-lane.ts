import { setTimeout as sleep } from "node:timers/promises";
import { ProviderFault } from "../../evals/provider.js";
import { AdaptiveLimit } from "../../storage/adaptive-limit.js";
import { retryDelay } from "../../storage/retry.js";

/** Calls are not begun any more. */
export class NotBegun extends Error {
  override readonly name = "NotBegun";
}

/** How the calls to one provider are spread and repeated. */
export interface LanePolicy {
  /** Calls at once, at most. */
  readonly concurrency: number;
  /** How often a call is made again. A rate limit does not count: only `patienceMs` ends it. */
  readonly retries: number;
  /** From a call's first attempt on, retries are begun for so long. */
  readonly patienceMs: number;
  /** Upper bound of the first wait; it doubles with every attempt. Milliseconds. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Where neither the suite nor the command line says otherwise. */
export const defaultLanePolicy: LanePolicy = {
  concurrency: 8,
  retries: 4,
  patienceMs: 600_000,
  firstDelayMs: 250,
  longestDelayMs: 30_000,
  random: Math.random,
};

interface Waiting {
  readonly begin: () => void;
  readonly drop: () => void;
  /** Belongs to work that has begun, and is not dropped. */
  readonly followUp: boolean;
}

type Attempt<T> = { readonly result: T } | { readonly fault: ProviderFault };

/**
 * The calls to one provider: as many at once as it bears, found out by additive increase and multiplicative decrease; all
 * wait when it asks to slow down; faults that may pass are tried again with full jitter.
 */
export class CallLane {
  readonly #limit: AdaptiveLimit;
  readonly #queue = new Set<Waiting>();
  #active = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  /** A key that is refused once is refused for every case. */
  #refused: ProviderFault | undefined;

  constructor(private readonly policy: LanePolicy) {
    this.#limit = new AdaptiveLimit(policy.concurrency, 1);
  }

  /** Calls that may be under way at once, as things stand. */
  get width(): number {
    return this.#limit.current;
  }

  /**
   * Makes a call when there is room, and again where that may help.
   * @param followUp it belongs to a case that has begun: `stop` does not keep it from being made.
   * @throws {NotBegun} after `stop`; and the `ProviderFault` of the last attempt.
   */
  async run<T>(call: () => Promise<T>, followUp = false): Promise<T> {
    const began = performance.now();
    let failures = 0;
    for (let attempt = 1; ; attempt++) {
      await this.#enter(followUp);
      const tried = await this.#attempt(call);
      if ("result" in tried) return tried.result;
      const { fault } = tried;
      if (fault.kind !== "rate_limit") failures++;
      const wait = this.#delay(fault, attempt);
      const elapsed = performance.now() - began;
      if (!fault.retryable || failures > this.policy.retries || elapsed + wait > this.policy.patienceMs) {
        throw fault;
      }
      if (fault.kind === "rate_limit") this.#pause(wait);
      else await this.rest(wait);
    }
  }

  /** No further call is begun, save those that follow up on what has begun. */
  stop(): void {
    this.#stopped = true;
    for (const waiting of [...this.#queue]) {
      if (waiting.followUp) continue;
      this.#queue.delete(waiting);
      waiting.drop();
    }
  }

  async #attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
    try {
      if (this.#refused) throw this.#refused;
      const result = await call();
      this.#limit.succeeded();
      return { result };
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      if (error.kind === "credentials" && error.details.status !== 403) this.#refused = error;
      if (error.kind === "rate_limit") this.#limit.throttled();
      return { fault: error };
    } finally {
      this.#active--;
      this.#pump();
    }
  }

  #delay(fault: ProviderFault, attempt: number): number {
    const { firstDelayMs, longestDelayMs, random, retries } = this.policy;
    const backoff = { attempts: retries + 1, baseDelay: firstDelayMs, maxDelay: longestDelayMs, random };
    const asked = fault.details.retryAfterMs ?? 0;
    // One that asks for no time at all, each time anew, is not to be asked a thousand times a second.
    return asked >= firstDelayMs ? asked : Math.max(asked, retryDelay(backoff, attempt));
  }

  #enter(followUp: boolean): Promise<void> | undefined {
    if (this.#stopped && !followUp) throw new NotBegun();
    if (this.#queue.size === 0 && this.#hasRoom()) {
      this.#active++;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.#queue.add({ begin: resolve, drop: () => reject(new NotBegun()), followUp });
      this.#pump();
    });
  }

  #hasRoom(): boolean {
    return this.#active < this.#limit.current && performance.now() >= this.#pausedUntil;
  }

  #pump(): void {
    for (const waiting of this.#queue) {
      if (!this.#hasRoom()) break;
      this.#queue.delete(waiting);
      this.#active++;
      waiting.begin();
    }
    const rest = this.#pausedUntil - performance.now();
    if (this.#queue.size === 0 || rest <= 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, Math.ceil(rest));
  }

  #pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + ms);
  }

  /** Waits until the time is over, or `stop`. */
  async rest(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.#stopped && performance.now() < until) {
      await sleep(Math.min(100, until - performance.now()));
    }
  }
}
