import { expect, test } from "vitest";
import type { FairnessGate, JudgeGate } from "../../../../src/evals/gate-spec.js";
import { fairnessGate } from "../../../../src/evals/gates/fairness-gate.js";
import { judgeGate } from "../../../../src/evals/gates/judge-gate.js";
import type { JudgeProof } from "../../../../src/evals/gates/judge-proof.js";
import { SummaryBuilder } from "../../../../src/evals/summary.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";

const at = { file: "s", line: 1, column: 1 };
const judge: JudgeGate = { kind: "judge", name: "judge", kappa: 0.6, at };
const proof: JudgeProof = {
  grader: "tone",
  model: "m",
  rubric: "r",
  kappa: 0.7,
  interval: [0.5, 0.85],
  n: 60,
};

test("a judge has to have proved itself: one without proof, or below, leaves the gate open", () => {
  expect(judgeGate(judge, [proof])).toMatchObject({
    passed: true,
    value: 0.7,
    threshold: 0.6,
    interval: [0.5, 0.85],
  });
  const weak = { ...proof, grader: "facts", kappa: 0.2 };
  expect(judgeGate(judge, [proof, weak])).toMatchObject({
    ...{ passed: false, inconclusive: true, value: 0.2 },
    reason: expect.stringContaining("facts"),
  });
  expect(judgeGate({ ...judge, grader: "tone" }, [proof, weak]).passed).toBe(true);
  const stale = { ...proof, kappa: null, stale: "its labels have changed since" };
  expect(judgeGate(judge, [stale])).toMatchObject({
    ...{ inconclusive: true, value: null },
    reason: expect.stringContaining("its labels have changed since"),
  });
  expect(judgeGate({ ...judge, grader: "tome" }, [proof]).reason).toBe(
    "no model judged a case for tome; did you mean tone?",
  );
  expect(judgeGate(judge, []).inconclusive).toBe(true);
});

const fairness: FairnessGate = {
  ...{
    kind: "fairness",
    name: "alike",
    measure: "demographic_parity",
    slice: "sex",
    max: 0.2,
    by: "estimate",
    at,
  },
};

function summaryOf(perGroup: number, selected: readonly number[], spec = fairness) {
  const builder = new SummaryBuilder({ derived: [], gates: [spec] });
  for (const [group, chosen] of selected.entries()) {
    for (let index = 0; index < perGroup; index++) {
      const scored = {
        ...{ name: "f1", metric: "f1", truth: index % 2 === 0 ? "1" : "0" },
        prediction: index < chosen ? "1" : "0",
      };
      const id = `${group}-${index}`;
      const slices = { sex: `s${group}` };
      builder.add(caseResult({ id, test: id, slices, grades: [grade({ type: "f1", scored })] }));
    }
  }
  return builder.finish();
}

test("values of a slice have to be treated alike, by the figure or by its interval", () => {
  expect(fairnessGate(summaryOf(100, [50, 40]), fairness)).toMatchObject({
    ...{ passed: true, value: expect.closeTo(0.1, 12), threshold: 0.2 },
    interval: [expect.any(Number), expect.any(Number)],
  });
  expect(fairnessGate(summaryOf(100, [80, 20]), fairness)).toMatchObject({ passed: false, threshold: 0.2 });
  const sure = { ...fairness, by: "interval" as const };
  expect(fairnessGate(summaryOf(20, [10, 8], sure), sure)).toMatchObject({
    ...{ passed: false, inconclusive: true },
    reason: expect.stringContaining("the interval reaches across"),
  });
});

test("one group alone, or no metric of classes, decides nothing", () => {
  expect(fairnessGate(summaryOf(10, [5]), fairness)).toMatchObject({
    ...{ inconclusive: true, value: null },
    reason: "there is one group alone, s0: nothing to compare",
  });
  const builder = new SummaryBuilder({ derived: [], gates: [fairness] });
  builder.add(caseResult({ slices: { sex: "f" } }));
  expect(fairnessGate(builder.finish(), fairness).reason).toMatch(/no grader is a metric of classes/);
});
