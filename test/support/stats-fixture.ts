import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** Figures that a Python program beside the file made with other implementations. */
export function statsFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/stats/${name}.json`, import.meta.url), "utf8"));
}

/** Equal but for a share of the value, or of 1 where that is 0. */
export function expectClose(value: number | undefined, expected: number, tolerance = 1e-9): void {
  const scale = expected === 0 ? 1 : Math.abs(expected);
  expect(Math.abs((value ?? Number.NaN) - expected) / scale, `${value} for ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}

export function expectInterval(
  interval: readonly [number, number] | undefined,
  expected: readonly [number, number] | null,
  tolerance = 1e-9,
): void {
  if (expected === null) {
    expect(interval).toBeUndefined();
    return;
  }
  // Ends near 0 are compared as parts of the whole.
  const scale = Math.max(Math.abs(expected[0]), Math.abs(expected[1]));
  const off = [0, 1].map(
    (end) => Math.abs((interval?.[end] ?? Number.NaN) - (expected[end] ?? Number.NaN)) / scale,
  );
  expect(Math.max(...off), `${interval} for ${expected}`).toBeLessThanOrEqual(tolerance);
}
