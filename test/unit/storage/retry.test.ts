import { expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { retry, retryDelay, type Verdict } from "../../../src/storage/retry.js";

const policy = { attempts: 3, baseDelay: 1, maxDelay: 4, random: () => 0.5 };

function failing(times: number): () => Promise<string> {
  let left = times;
  return () => (left-- > 0 ? Promise.reject(new Error(`failure ${left}`)) : Promise.resolve("done"));
}

function always(verdict: Verdict): () => Verdict {
  return () => verdict;
}

test("tries again while the failure is passing", async () => {
  expect(await retry(policy, failing(2), always("passing"))).toBe("done");
});

test("throws the last failure once the attempts are used up", async () => {
  await expect(retry(policy, failing(5), always("passing"))).rejects.toThrow("failure 2");
});

test("does not try again after a permanent failure", async () => {
  await expect(retry(policy, failing(1), always("permanent"))).rejects.toThrow("failure 0");
});

test("reports every time the store asks to slow down", async () => {
  let throttles = 0;
  await retry(policy, failing(2), always("throttled"), { onThrottle: () => void throttles++ });
  expect(throttles).toBe(2);
});

test("ends as interrupted while it waits", async () => {
  const abort = new AbortController();
  const slow = { ...policy, baseDelay: 1e6, maxDelay: 1e6 };
  const running = retry(slow, failing(1), always("passing"), { signal: abort.signal });
  setImmediate(() => abort.abort());
  await expect(running).rejects.toBeInstanceOf(Interrupted);
});

test("waits up to twice as long every time, with full jitter and an upper bound", () => {
  const waits = [1, 2, 3, 10].map((next) => retryDelay({ ...policy, baseDelay: 100, maxDelay: 1000 }, next));
  expect(waits).toEqual([50, 100, 200, 500]);
  expect(retryDelay({ ...policy, random: () => 0 }, 3)).toBe(0);
});
