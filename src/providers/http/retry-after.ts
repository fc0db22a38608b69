import type { IncomingHttpHeaders } from "node:http";
import { listAt, textAt } from "../json-access.js";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long a server asks to wait, in milliseconds from `now`: by `retry-after-ms`, `Retry-After` (seconds or a date), the
 * resets of rate limits (`1s`, `6m0s`, seconds, or a time since 1970), or Google's `retryDelay` in the body.
 */
export function retryAfterMs(headers: IncomingHttpHeaders, body: unknown, now: number): number | undefined {
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const milliseconds = Number(header("retry-after-ms") ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const asked = secondsOrDate(header("retry-after"), now) ?? googleDelay(body);
  if (asked !== undefined) return asked;
  const resets = ["requests", "tokens"]
    .filter((what) => header(`x-ratelimit-remaining-${what}`) === "0")
    .flatMap((what) => duration(header(`x-ratelimit-reset-${what}`)) ?? []);
  return resets.length > 0 ? Math.max(...resets) : resetTime(header("x-ratelimit-reset"), now);
}

function secondsOrDate(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** `1s`, `6m0s`, `120ms`, `1h2m`. */
function duration(value: string | undefined): number | undefined {
  if (value === undefined || !/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(value)) return undefined;
  let sum = 0;
  for (const [, count = "0", unit = "s"] of value.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    sum += Number(count) * (unitMs[unit] ?? 0);
  }
  return sum;
}

/** Seconds from now, or seconds or milliseconds since 1970: the size tells which. */
function resetTime(value: string | undefined, now: number): number | undefined {
  const number = Number(value ?? Number.NaN);
  if (!(number >= 0)) return duration(value);
  if (number < 1e8) return number * 1000;
  return Math.max(0, (number < 1e11 ? number * 1000 : number) - now);
}

function googleDelay(body: unknown): number | undefined {
  for (const detail of listAt(body, "error", "details")) {
    const delay = duration(textAt(detail, "retryDelay"));
    if (delay !== undefined) return delay;
  }
  return undefined;
}
