import { describe, expect, test } from "vitest";
import type { ComparisonGate } from "../../../../src/evals/gate-spec.js";
import { comparisonGate } from "../../../../src/evals/gates/comparison-gate.js";
import { againstBaseline } from "../../../../src/evals/outcomes/against-baseline.js";
import { compareOutcomes } from "../../../../src/evals/outcomes/compare-outcomes.js";
import type { CaseOutcome } from "../../../../src/evals/outcomes/types.js";
import { baselineOf, digestA, outcomes } from "../../../support/evals/outcomes.js";

const at = { file: "s", line: 1, column: 1 };
const gate = (kind: ComparisonGate["kind"], margin = 0, metric = "passRate"): ComparisonGate => ({
  ...{ kind, name: kind, metric, margin, at },
});

function held(before: readonly CaseOutcome[], after: readonly CaseOutcome[]) {
  const side = (all: readonly CaseOutcome[]) => ({ outcomes: all, judges: [] });
  const comparison = compareOutcomes(side(before), side(after), { effect: 0.05 });
  return againstBaseline("evals/baselines/support.json", baselineOf(before), comparison, 0.05);
}

const tenth = (index: number) => index % 10 !== 0;

describe("non-inferiority", () => {
  test("passes where the whole interval lies above the loss that may be", () => {
    const against = held(outcomes(400, tenth), outcomes(400, tenth));
    expect(comparisonGate(gate("nonInferior", 0.02), against)).toMatchObject({
      passed: true,
      value: 0,
      threshold: -0.02,
      reason: expect.stringMatching(/wanted no loss of more than 2 points$/),
    });
  });

  test("is inconclusive where there are too few cases, and says about how many would do", () => {
    const against = held(outcomes(40, tenth), outcomes(40, tenth));
    expect(comparisonGate(gate("nonInferior", 0.02), against)).toMatchObject({
      passed: false,
      inconclusive: true,
      reason: expect.stringMatching(/the interval reaches across; about [\d,]+ cases would decide it$/),
    });
  });

  test("fails where all that is plausible is a larger loss", () => {
    const against = held(
      outcomes(400, () => true),
      outcomes(400, (index) => index % 4 !== 0),
    );
    const found = comparisonGate(gate("nonInferior", 0.02), against);
    expect(found).toMatchObject({ passed: false, value: -0.25 });
    expect(found).not.toHaveProperty("inconclusive");
  });
});

test("an improvement has to lie above its margin as a whole", () => {
  const against = held(
    outcomes(400, (index) => index % 4 !== 0),
    outcomes(400, () => true),
  );
  expect(comparisonGate(gate("improvement", 0.03), against).passed).toBe(true);
  expect(comparisonGate(gate("improvement", 0.25), against).inconclusive).toBe(true);
  const same = held(outcomes(400, tenth), outcomes(400, tenth));
  expect(comparisonGate(gate("improvement", 0.03), same)).toMatchObject({ passed: false, value: 0 });
  expect(comparisonGate(gate("improvement", 0.03), same).inconclusive).toBeUndefined();
});

test("no regression fails on a loss that shows, and passes where too few cases say nothing", () => {
  const worse = held(
    outcomes(200, () => true),
    outcomes(200, tenth),
  );
  expect(comparisonGate(gate("noRegression"), worse)).toMatchObject({
    passed: false,
    reason: expect.stringMatching(/^regressed, −10 points/),
  });
  const few = held(outcomes(5, tenth), outcomes(5, tenth));
  expect(comparisonGate(gate("noRegression"), few)).toMatchObject({
    passed: true,
    reason: expect.stringMatching(/^underpowered/),
  });
});

test("without a comparison nothing is decided, and the reason is told", () => {
  expect(comparisonGate(gate("noRegression"), undefined)).toMatchObject({
    inconclusive: true,
    value: null,
    reason: expect.stringContaining("mlx eval baseline accept"),
  });
  const regraded = held(
    outcomes(20, tenth),
    outcomes(20, tenth, () => ({ grading: digestA })),
  );
  expect(comparisonGate(gate("noRegression"), regraded)).toMatchObject({
    inconclusive: true,
    reason: expect.stringContaining("other graders judge all 20 shared cases"),
  });
  const toned = outcomes(20, tenth, () => ({ metrics: { tone: 0.5 } }));
  expect(comparisonGate(gate("noRegression", 0, "tnoe"), held(toned, toned)).reason).toBe(
    "both sides have no metric tnoe in common; did you mean tone?",
  );
});

test("a score that is just the pass rate is compared as that", () => {
  const same = held(outcomes(100, tenth), outcomes(100, tenth));
  expect(comparisonGate(gate("noRegression", 0, "score"), same).passed).toBe(true);
});
