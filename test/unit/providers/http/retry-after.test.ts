import { expect, test } from "vitest";
import { retryAfterMs } from "../../../../src/providers/http/retry-after.js";

const now = Date.parse("2026-11-29T12:00:00Z");

test.each([
  [{ "retry-after": "7" }, 7000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": "Sun, 29 Nov 2026 12:00:30 GMT" }, 30_000],
  [{ "retry-after": "Sun, 29 Nov 2026 11:00:00 GMT" }, 0],
  [{ "retry-after-ms": "120", "retry-after": "1" }, 120],
  [{ "x-ratelimit-reset-requests": "1s", "x-ratelimit-remaining-requests": "0" }, 1000],
  [{ "x-ratelimit-reset-tokens": "6m0s", "x-ratelimit-remaining-tokens": "0" }, 360_000],
  [{ "x-ratelimit-reset-tokens": "6m0s", "x-ratelimit-remaining-tokens": "5" }, undefined],
  [{ "x-ratelimit-reset": "12" }, 12_000],
  [{ "x-ratelimit-reset": String(now / 1000 + 9) }, 9000],
  [{ "x-ratelimit-reset": String(now + 250) }, 250],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("%o asks to wait %s ms", (headers, expected) => {
  expect(retryAfterMs(headers, undefined, now)).toBe(expected);
});

test("Google says it in the body", () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.5s" }];
  expect(retryAfterMs({}, { error: { details } }, now)).toBe(34_500);
});
