import { expect, test } from "vitest";
import type { CurrentData } from "../../../src/drift/check.js";
import { openPerformance, withOpenPerformance } from "../../../src/drift/open-performance.js";
import type { CategoricalProfile } from "../../../src/drift/profile.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";
import type { DriftReport } from "../../../src/drift/verdict.js";

const monitor = (more = "") =>
  readMonitor(
    `columns:\n  said: {kind: categorical, role: prediction}\n  truth: {kind: categorical, role: label}\n${more}`,
    "m",
    "drift/m.drift.yaml",
  );

function data(names: readonly string[], nulls = 0): CurrentData {
  const profile: CategoricalProfile = {
    ...{ kind: "categorical", rows: 50, nulls, distinct: 1, other: 0 },
    top: [["yes", 50 - nulls]],
  };
  const columns = names.map((name) => ({ name, type: "VARCHAR" }));
  return { profile: { rows: 50, columns: columns.map((column) => ({ ...column, profile })) }, columns };
}

const ok: DriftReport = {
  verdict: "ok",
  reason: "none of 2 columns drifted",
  rows: { baseline: 50, current: 50 },
  columns: [],
};

test("labels leave an ok open, and nothing else", () => {
  const open = openPerformance(data(["said", "truth"]), monitor());
  expect(open).toMatchObject({ isLabelled: true, performance: { prediction: "said", label: "truth" } });
  expect(withOpenPerformance(ok, open)).toMatchObject({
    verdict: "inconclusive",
    reason:
      "none of 2 columns drifted; how good the predictions are is left out, since a profile has no rows",
  });
  for (const verdict of ["warning", "drift", "inconclusive"] as const)
    expect(withOpenPerformance({ ...ok, verdict }, open)).toEqual({ ...ok, verdict });
});

test("scores alone leave the estimates open and no verdict", () => {
  const scored = monitor("  chance: {kind: categorical, role: feature}\nperformance: {score: chance}\n");
  const open = openPerformance(data(["said", "chance"]), scored);
  expect(open).toMatchObject({ isLabelled: false, performance: { verdict: "inconclusive" } });
  expect(withOpenPerformance(ok, open)).toBe(ok);
});

test("without predictions, and with neither labels nor scores, there is nothing to leave out", () => {
  expect(openPerformance(data(["truth"]), monitor())).toBeUndefined();
  expect(openPerformance(data(["said"]), monitor())).toBeUndefined();
  expect(openPerformance(data(["said", "truth"], 50), monitor())).toBeUndefined();
  expect(withOpenPerformance(ok, undefined)).toBe(ok);
});
