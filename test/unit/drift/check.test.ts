import { expect, test } from "vitest";
import { checkDrift } from "../../../src/drift/check.js";
import type { CategoricalProfile, DataProfile, NumericProfile } from "../../../src/drift/profile.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";

const monitor = (text: string) => readMonitor(`columns:\n${text}`, "m", "drift/m.drift.yaml");

/** Counts at knots only, as a large column has them: values lie evenly from `from` to `from + 100`. */
function even(rows: number, from: number, knots: readonly number[]): NumericProfile {
  const below = (x: number) => Math.round((rows * Math.min(100, Math.max(0, x - from))) / 100);
  return {
    kind: "numeric",
    rows,
    nulls: 0,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    zeros: 0,
    min: from,
    max: from + 100,
    mean: from + 50,
    m2: (rows * 10_000) / 12,
    knots: knots.map((x) => [x, below(x), below(x)] as const),
  };
}

function categories(counts: Readonly<Record<string, number>>, nulls = 0): CategoricalProfile {
  const top = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  const held = top.reduce((sum, [, count]) => sum + count, 0);
  return { kind: "categorical", rows: held + nulls, nulls, distinct: top.length, top, other: 0 };
}

function data(profile: NumericProfile | CategoricalProfile, type: string): DataProfile {
  return { rows: profile.rows, columns: [{ name: "x", type, profile }] };
}

const knots = Array.from({ length: 257 }, (_, at) => (at * 100) / 256);

function check(
  before: NumericProfile | CategoricalProfile,
  after: NumericProfile | CategoricalProfile,
  text: string,
  type = "DOUBLE",
) {
  const current = { profile: data(after, type), columns: [{ name: "x", type }] };
  return checkDrift(data(before, type), current, monitor(text));
}

test("3 million rows with a shift that is significant and does not matter are ok", () => {
  const report = check(even(3_000_000, 0, knots), even(3_000_000, 0.5, knots), "  x: {kind: numeric}\n");
  const [column] = report.columns;
  const ks = column?.tests.find(({ name }) => name === "ks");
  expect(ks?.pValue).toBeLessThan(1e-12);
  expect(ks?.deciding).toBe(false);
  expect([report.verdict, column?.verdict]).toEqual(["ok", "ok"]);
});

test("3 million rows with a shift that matters drift by its effect alone", () => {
  const report = check(even(3_000_000, 0, knots), even(3_000_000, 10, knots), "  x: {kind: numeric}\n");
  expect(report.verdict).toBe("drift");
  expect(report.columns[0]?.reason).toMatch(/^moved up by 0\.35 σ \(W1\/σ 0\.3\d, threshold 0\.1\)/);
});

test("many rows against few are asked for significance, too", () => {
  const report = check(
    even(3_000_000, 0, knots),
    even(40, 8, knots),
    "  x: {kind: numeric}\nchanges: {out_of_range: 0.5}\n",
  );
  const deciding = report.columns[0]?.tests.filter((each) => each.deciding).map(({ name }) => name);
  expect(deciding).toEqual(expect.arrayContaining(["wasserstein", "ks"]));
  expect(report.columns[0]?.tests.find(({ name }) => name === "wasserstein")?.drifted).toBe(true);
  expect(report.verdict).not.toBe("drift");
});

test("a category's share decides by total variation and chi-square", () => {
  const text = "  x: {kind: categorical}\n";
  const same = check(categories({ a: 300, b: 300 }), categories({ a: 290, b: 310 }), text, "VARCHAR");
  const moved = check(categories({ a: 300, b: 300 }), categories({ a: 200, b: 400 }), text, "VARCHAR");
  expect([same.verdict, moved.verdict]).toEqual(["ok", "drift"]);
  expect(moved.columns[0]?.reason).toContain("a 50 % → 33.3 %");
});

test("29 rows say nothing, 30 do", () => {
  const text = "  x: {kind: categorical}\n";
  const verdict = (rows: number) =>
    check(categories({ a: 300, b: 300 }), categories({ a: 0, b: rows }), text, "VARCHAR").verdict;
  expect([verdict(29), verdict(30)]).toEqual(["inconclusive", "drift"]);
});

test("other tests and thresholds than the usual ones decide where the monitor says so", () => {
  const [before, after] = [categories({ a: 300, b: 300 }), categories({ a: 200, b: 400 })];
  const loose = check(
    before,
    after,
    "  x: {kind: categorical, thresholds: {total_variation: 0.5}}\n",
    "VARCHAR",
  );
  const other = check(
    before,
    after,
    "  x: {kind: categorical, tests: hellinger, thresholds: {hellinger: 0.05}}\n",
    "VARCHAR",
  );
  expect([loose.verdict, other.verdict]).toEqual(["ok", "drift"]);
  expect(other.columns[0]?.tests.filter((each) => each.deciding).map(({ name }) => name)).toEqual([
    "hellinger",
  ]);
});

test("a column of times or groups does not decide, unless it cannot be read any more", () => {
  const [before, after] = [categories({ a: 300, b: 300 }), categories({ a: 200, b: 400 })];
  const text = "  x: {kind: categorical, role: segment}\n";
  const moved = check(before, after, text, "VARCHAR");
  expect([moved.columns[0]?.verdict, moved.verdict]).toEqual(["drift", "warning"]);
  const gone = checkDrift(
    data(before, "VARCHAR"),
    { profile: { rows: 600, columns: [] }, columns: [] },
    monitor(text),
  );
  expect(gone.verdict).toBe("drift");
});

test("labels that have not come yet are no drift", () => {
  const text = "  x: {kind: categorical, role: label}\n";
  const before = categories({ a: 300, b: 300 });
  const empty = check(before, categories({}, 600), text, "VARCHAR");
  const absent = checkDrift(
    data(before, "VARCHAR"),
    { profile: { rows: 600, columns: [] }, columns: [] },
    monitor(text),
  );
  for (const report of [empty, absent]) {
    expect(report.columns[0]).toMatchObject({
      verdict: "inconclusive",
      reason: "there are no labels yet",
      changes: [],
    });
  }
});

test("a warning of an alert does not soften a drift, and an alert needs as many columns as it says", () => {
  const text =
    "  x: {kind: categorical}\nalerts:\n  - {name: soft, then: warning}\n  - {name: many, count: 2, then: drift}\n";
  const report = check(categories({ a: 300, b: 300 }), categories({ a: 200, b: 400 }), text, "VARCHAR");
  expect(report.verdict).toBe("drift");
  expect(report.alerts?.map(({ name }) => name)).toEqual(["soft"]);
});
