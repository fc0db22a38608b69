import { Interrupted } from "../core/errors.js";

export interface RetryPolicy {
  /** How often to try in all. */
  readonly attempts: number;
  /** Upper bound of the first wait, in milliseconds; it doubles with every attempt. */
  readonly baseDelay: number;
  /** Upper bound of any wait, in milliseconds. */
  readonly maxDelay: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 6,
  baseDelay: 300,
  maxDelay: 20_000,
  random: Math.random,
};

/** How to go on after a failure: give up, or try again. */
export type Verdict = "permanent" | "passing" | "throttled";

/**
 * The wait before attempt `next` (counted from 0) in milliseconds, with full jitter.
 * @see AWS Architecture Blog, "Exponential Backoff And Jitter" (2015)
 */
export function retryDelay(policy: RetryPolicy, next: number): number {
  return policy.random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** (next - 1));
}

/**
 * Runs `attempt` until it succeeds, fails for good, or has failed `policy.attempts` times; the last failure is thrown as it is.
 * @throws Interrupted as soon as `signal` aborts.
 */
export async function retry<T>(
  policy: RetryPolicy,
  attempt: () => Promise<T>,
  judge: (error: unknown) => Verdict,
  options: { readonly signal?: AbortSignal | undefined; readonly onThrottle?: (() => void) | undefined } = {},
): Promise<T> {
  for (let next = 1; ; next++) {
    if (options.signal?.aborted) throw new Interrupted();
    try {
      return await attempt();
    } catch (error) {
      if (options.signal?.aborted) throw new Interrupted();
      const verdict = judge(error);
      if (verdict === "throttled") options.onThrottle?.();
      if (verdict === "permanent" || next >= policy.attempts) throw error;
      await pause(retryDelay(policy, next), options.signal);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(new Interrupted());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
