import { expect, test } from "vitest";
import { CallLane, defaultLanePolicy, NotBegun } from "../../../../src/app/evals/call-lane.js";
import { ProviderFault } from "../../../../src/evals/provider.js";

const policy = { ...defaultLanePolicy, firstDelayMs: 1, longestDelayMs: 4, random: () => 0.5 };
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

test("no more calls run at once than the limit says, and all are made", async () => {
  const lane = new CallLane({ ...policy, concurrency: 3 });
  let active = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, ++active);
    await new Promise((resolve) => setTimeout(resolve, 2));
    active--;
    return 1;
  };
  const results = await Promise.all(Array.from({ length: 20 }, () => lane.run(call)));
  expect(results).toHaveLength(20);
  expect(most).toBe(3);
});

test("a fault that may pass is tried again, so often as allowed", async () => {
  const lane = new CallLane({ ...policy, retries: 2 });
  let attempts = 0;
  const failing = () => {
    attempts++;
    return Promise.reject(new ProviderFault("server", `fault ${attempts}`));
  };
  await expect(lane.run(failing)).rejects.toThrow("fault 3");
  expect(attempts).toBe(3);
});

test("a fault that stays is not tried again", async () => {
  const lane = new CallLane(policy);
  let attempts = 0;
  const call = () => {
    attempts++;
    return Promise.reject(new ProviderFault("request", "no such model"));
  };
  await expect(lane.run(call)).rejects.toThrow("no such model");
  expect(attempts).toBe(1);
});

test("a rate limit narrows the lane, makes all calls wait as long as asked, and does not use up retries", async () => {
  const lane = new CallLane({ ...policy, concurrency: 8, retries: 0 });
  const began = performance.now();
  let refused = 0;
  const call = () => {
    if (refused++ < 1) {
      return Promise.reject(new ProviderFault("rate_limit", "slow down", { retryAfterMs: 60 }));
    }
    return Promise.resolve(performance.now() - began);
  };
  const first = lane.run(call);
  await Promise.resolve();
  const second = lane.run(() => Promise.resolve(performance.now() - began));
  expect(await first).toBeGreaterThanOrEqual(59);
  await second;
  expect(lane.width).toBeLessThan(8);
});

test("a server that asks for no time at all is asked more and more seldom all the same", async () => {
  const lane = new CallLane({
    ...policy,
    firstDelayMs: 10,
    longestDelayMs: 80,
    patienceMs: 300,
    random: () => 0.5,
  });
  let calls = 0;
  const call = () => {
    calls++;
    return Promise.reject(new ProviderFault("rate_limit", "slow down", { retryAfterMs: 0 }));
  };
  await expect(lane.run(call)).rejects.toThrow("slow down");
  expect(calls).toBeGreaterThan(3);
  expect(calls).toBeLessThan(15);
});

test("the lane widens again while calls succeed", async () => {
  const lane = new CallLane({ ...policy, concurrency: 8 });
  let refused = 0;
  await lane.run(() =>
    refused++ === 0
      ? Promise.reject(new ProviderFault("rate_limit", "slow down", { retryAfterMs: 1 }))
      : Promise.resolve(1),
  );
  expect(lane.width).toBe(4);
  for (let call = 0; call < 60; call++) await lane.run(() => Promise.resolve(1));
  expect(lane.width).toBe(8);
});

test("a rate limit that outlasts the patience is told", async () => {
  const lane = new CallLane({ ...policy, patienceMs: 50 });
  const call = () =>
    Promise.reject(new ProviderFault("rate_limit", "come tomorrow", { retryAfterMs: 86_400_000 }));
  await expect(lane.run(call)).rejects.toThrow("come tomorrow");
});

test("once a key is refused, no further call is made with it", async () => {
  const lane = new CallLane({ ...policy, concurrency: 1 });
  let calls = 0;
  const call = () => {
    calls++;
    return Promise.reject(new ProviderFault("credentials", "wrong key", { status: 401 }));
  };
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => lane.run(call)));
  expect(all.every(({ status }) => status === "rejected")).toBe(true);
  expect(calls).toBe(1);
});

test("stopping drops the calls that wait, lets those under way end, and lets follow-ups begin", async () => {
  const lane = new CallLane({ ...policy, concurrency: 1 });
  const { opened, open } = gate();
  const underWay = lane.run(async () => {
    await opened;
    return "done";
  });
  const waiting = lane.run(() => Promise.resolve("never"));
  const followUp = lane.run(() => Promise.resolve("followed up"), true);
  lane.stop();
  await expect(waiting).rejects.toBeInstanceOf(NotBegun);
  await expect(lane.run(() => Promise.resolve(1))).rejects.toBeInstanceOf(NotBegun);
  open();
  expect(await underWay).toBe("done");
  expect(await followUp).toBe("followed up");
});
