import { expect, test } from "vitest";
import { AdaptiveLimit } from "../../../src/storage/adaptive-limit.js";

function succeed(limit: AdaptiveLimit, times: number): void {
  for (let i = 0; i < times; i++) limit.succeeded();
}

test("grows by one for every success until the store first asks to slow down", () => {
  const limit = new AdaptiveLimit(64);
  expect(limit.current).toBe(16);
  succeed(limit, 10);
  expect(limit.current).toBe(26);
  succeed(limit, 1000);
  expect(limit.current).toBe(64);
});

test("halves once a round, however many transfers are throttled", () => {
  const limit = new AdaptiveLimit(64);
  succeed(limit, 48);
  limit.throttled();
  limit.throttled();
  expect(limit.current).toBe(32);
  succeed(limit, 31);
  limit.throttled();
  expect(limit.current).toBe(32);
  succeed(limit, 1);
  limit.throttled();
  expect(limit.current).toBe(16);
});

test("after that grows by one a round", () => {
  const limit = new AdaptiveLimit(64);
  limit.throttled();
  expect(limit.current).toBe(8);
  succeed(limit, 8);
  expect(limit.current).toBe(9);
  succeed(limit, 8);
  expect(limit.current).toBe(9);
});

test("stays between 4 and its maximum", () => {
  const limit = new AdaptiveLimit(64);
  for (let i = 0; i < 10; i++) {
    succeed(limit, 64);
    limit.throttled();
  }
  for (let i = 0; i < 10; i++) {
    succeed(limit, limit.current);
    limit.throttled();
  }
  expect(limit.current).toBe(4);
  expect(new AdaptiveLimit(2).current).toBe(2);
});

test("a fixed number of streams stays fixed", () => {
  const limit = new AdaptiveLimit(5, 5);
  succeed(limit, 100);
  limit.throttled();
  expect(limit.current).toBe(5);
});
