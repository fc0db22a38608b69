import { expect, test } from "vitest";
import { formatDifference, formatNumber, formatPercent } from "../../../src/core/format-number.js";
import { formatDuration, formatMoment, relativeTime } from "../../../src/core/format-time.js";

const [s, min, h, d] = [1000, 60_000, 3_600_000, 86_400_000];

test("durations have two units at most", () => {
  const spans = [0, 449, 9.9 * s, 59.9 * s, 60 * s, 61 * s, 2 * h, 2 * h + 5 * min + 7 * s, 3 * d + 4 * h];
  expect(spans.map(formatDuration)).toEqual([
    ...["0 s", "0.4 s", "9.9 s", "59 s", "1 min", "1 min 1 s", "2 h", "2 h 5 min", "3 d 4 h"],
  ]);
});

test("what is long ago has a date, and so has what a wrong clock puts into the future", () => {
  const now = Date.UTC(2026, 5, 1);
  const ago = [0, 20 * s, 3 * min, 5 * h, 47 * h, 12 * d, 40 * d, -d].map((it) =>
    relativeTime(now - it, now),
  );
  expect(ago).toEqual([
    ...["just now", "20 s ago", "3 min ago", "5 h ago", "47 h ago", "12 d ago", "2026-04-22", "2026-06-02"],
  ]);
  expect(formatMoment(now)).toBe("2026-06-01 00:00:00 UTC");
});

test("numbers have five significant digits, integers all of theirs", () => {
  expect(
    [0.1 + 0.2, 123456789, 1 / 3, 1e-9, Number.NaN, Number.NEGATIVE_INFINITY, 1e300].map(formatNumber),
  ).toEqual([...["0.3", "123456789", "0.33333", "1e-9", "NaN", "-Infinity", "1e+300"]]);
});

test("differences have a sign", () => {
  expect([0.0221, -3, 0, Number.NaN].map(formatDifference)).toEqual(["+0.0221", "-3", "0", "NaN"]);
  expect([0.0712, -0.5, 0.00012, 25, 0].map(formatPercent)).toEqual([
    "+7.1%",
    "-50%",
    "+0.012%",
    "+2500%",
    "0%",
  ]);
});
