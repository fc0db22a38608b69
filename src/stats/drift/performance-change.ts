import { studentQuantile } from "../distributions/student-t.js";
import type { Interval } from "../types.js";
import { wilson } from "../wilson.js";

/** A figure of the baseline and of now, on different rows. */
export interface PerformanceChange {
  /** Now less before. */
  readonly difference: number;
  /** Undefined where a side has too few rows to say. */
  readonly interval?: Interval;
  readonly method: "newcombe" | "welch";
  /** Whether the whole interval is on one side of 0. */
  readonly changed: boolean;
}

export interface Rate {
  readonly successes: number;
  readonly n: number;
}

export interface Mean {
  readonly mean: number;
  /** With n − 1 below. */
  readonly sd: number;
  readonly n: number;
}

/**
 * Change of a rate, such as accuracy. @throws {RangeError} if a rate is none.
 * @see R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10
 */
export function rateChange(before: Rate, now: Rate, confidence = 0.95): PerformanceChange {
  const [p, q] = [before.successes / before.n, now.successes / now.n];
  const [lowP, highP] = wilson(before.successes, before.n, confidence);
  const [lowQ, highQ] = wilson(now.successes, now.n, confidence);
  const difference = q - p;
  const interval: Interval = [
    difference - Math.hypot(q - lowQ, highP - p),
    difference + Math.hypot(highQ - q, p - lowP),
  ];
  return { difference, interval, method: "newcombe", changed: excludesZero(interval) };
}

/**
 * Change of a mean, such as an error.
 * @see B. L. Welch, Biometrika 34 (1947) 28–35
 */
export function meanChange(before: Mean, now: Mean, confidence = 0.95): PerformanceChange {
  const difference = now.mean - before.mean;
  const [a, b] = [before.sd ** 2 / before.n, now.sd ** 2 / now.n];
  if (before.n < 2 || now.n < 2) return { difference, method: "welch", changed: false };
  if (!(a + b > 0)) {
    return { difference, interval: [difference, difference], method: "welch", changed: difference !== 0 };
  }
  const freedom = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (now.n - 1));
  const reach = studentQuantile((1 + confidence) / 2, freedom) * Math.sqrt(a + b);
  const interval: Interval = [difference - reach, difference + reach];
  return { difference, interval, method: "welch", changed: excludesZero(interval) };
}

function excludesZero([low, high]: Interval): boolean {
  return low > 0 || high < 0;
}
