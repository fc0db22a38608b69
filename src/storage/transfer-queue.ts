import { setMaxListeners } from "node:events";
import { Interrupted, MlxError } from "../core/errors.js";
import { AdaptiveLimit } from "./adaptive-limit.js";

/** Failures that every other transfer would meet as well. */
const hopeless: ReadonlySet<string> = new Set([
  "MLX_STORE_MISSING",
  "MLX_STORE_NEW",
  "MLX_STORE_UNREACHABLE",
  "MLX_WRONG_REGION",
  "MLX_CLOCK_SKEW",
  "MLX_DISK_FULL",
]);

export interface QueueOptions<T> {
  readonly maxStreams: number;
  /** A fixed number of streams; absent: adapted between 4 and `maxStreams`. */
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onFailed: (item: T, error: MlxError) => void;
}

/** What a transfer gets from the queue. */
export interface QueueSlot {
  readonly signal: AbortSignal;
  readonly onThrottle: () => void;
}

/**
 * Runs a transfer for every item, several at once. One that fails is reported and does not stop the others.
 * @throws the MlxError that would meet every other transfer too (credentials, an absent or unreachable store, a full disk),
 * Interrupted on abort, and whatever is no MlxError, each after the transfers in flight have ended.
 */
export async function runQueue<T>(
  items: readonly T[],
  work: (item: T, slot: QueueSlot) => Promise<void>,
  options: QueueOptions<T>,
): Promise<void> {
  if (options.signal?.aborted) throw new Interrupted();
  if (items.length > 0) await new Queue(items, work, options).run();
}

class Queue<T> {
  readonly #stop = new AbortController();
  readonly #slot: QueueSlot;
  readonly #limit: AdaptiveLimit;
  #next = 0;
  #active = 0;
  #fatal: { readonly error: unknown } | undefined;
  #finish: () => void = () => undefined;

  constructor(
    readonly items: readonly T[],
    readonly work: (item: T, slot: QueueSlot) => Promise<void>,
    readonly options: QueueOptions<T>,
  ) {
    const { maxStreams, jobs } = options;
    this.#limit = jobs === undefined ? new AdaptiveLimit(maxStreams) : new AdaptiveLimit(jobs, jobs);
    setMaxListeners(0, this.#stop.signal);
    this.#slot = { signal: this.#stop.signal, onThrottle: () => this.#limit.throttled() };
  }

  async run(): Promise<void> {
    const onAbort = () => this.#end(new Interrupted());
    this.options.signal?.addEventListener("abort", onAbort, { once: true });
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
      this.#fill();
    });
    this.options.signal?.removeEventListener("abort", onAbort);
    if (this.#fatal !== undefined) throw this.#fatal.error;
  }

  #fill(): void {
    while (this.#fatal === undefined && this.#active < this.#limit.current) {
      const item = this.items[this.#next];
      if (item === undefined) break;
      this.#next++;
      this.#active++;
      this.work(item, this.#slot).then(
        () => this.#succeeded(),
        (error: unknown) => this.#failed(item, error),
      );
    }
    if (this.#active === 0) this.#finish();
  }

  #succeeded(): void {
    this.#active--;
    this.#limit.succeeded();
    this.#fill();
  }

  #failed(item: T, error: unknown): void {
    this.#active--;
    const isOne = error instanceof MlxError && error.exitCode !== 4 && !hopeless.has(error.code);
    if (this.#fatal === undefined && isOne) this.options.onFailed(item, error);
    else this.#end(error);
    this.#fill();
  }

  #end(error: unknown): void {
    this.#fatal ??= { error };
    this.#stop.abort();
  }
}
