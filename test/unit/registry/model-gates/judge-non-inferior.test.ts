import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import type { AgainstHolder, MetricDifference } from "../../../../src/registry/model-gates/facts.js";
import { judgeNonInferior } from "../../../../src/registry/model-gates/judge-non-inferior.js";
import { evidence } from "../../../support/evidence.js";

const rule = { kind: "nonInferior", metric: "accuracy", margin: 0.05 } as const;

function compared(
  difference: Partial<MetricDifference>,
  direction: "higher" | "lower" = "higher",
): AgainstHolder {
  const whole = {
    before: 0.9,
    after: 0.88,
    difference: -0.02,
    by: "pairs",
    cases: 200,
    ...difference,
  } as const;
  return { kind: "compared", holder: "penguins@2", direction, difference: whole, evaluations: [] };
}

test("all that is plausible of the difference has to lie above the margin, not its middle alone", () => {
  expect(judgeNonInferior(rule, compared({ interval: [-0.04, 0.01] }))).toMatchObject({
    ...{ passed: true, value: -0.02, threshold: -0.05 },
    reason:
      "0.88 against 0.9 of penguins@2: -0.02 (95%: -0.04 to +0.01), 200 cases of both compared one by one",
  });
  expect(judgeNonInferior(rule, compared({ interval: [-0.06, 0.02] }))).toMatchObject({
    passed: false,
    hint: "too few cases to be sure: add cases to the suite and record both versions anew",
  });
  expect(judgeNonInferior(rule, compared({ difference: -0.1, interval: [-0.15, -0.06] }))).toMatchObject({
    passed: false,
    hint: expect.stringContaining("train a better one"),
  });
  // The bound itself is not above.
  expect(judgeNonInferior(rule, compared({ interval: [-0.05, 0.02] })).passed).toBe(false);
});

test.each([
  ["tango", "by Tango's interval"],
  ["delong", "by DeLong's method"],
  ["bootstrap", "by a bootstrap"],
  ["cluster_bootstrap", "by a bootstrap over clusters"],
  ["student_t", "by Student's t"],
] as const)("of pairs it says how many there were and that the interval is by %s", (method, said) => {
  const { reason } = judgeNonInferior(rule, compared({ interval: [-0.04, 0.01], method }));
  expect(reason).toMatch(new RegExp(`, 200 cases of both compared one by one ${said}$`));
});

test("where less is better the upper end counts", () => {
  const worse = { before: 2, after: 2.1, difference: 0.1 };
  const margin = { ...rule, metric: "rmse", margin: 0.2 };
  expect(judgeNonInferior(margin, compared({ ...worse, interval: [-0.1, 0.15] }, "lower"))).toMatchObject({
    ...{ passed: true, value: -0.1 },
    reason: expect.stringContaining("lower is better"),
  });
  expect(judgeNonInferior(margin, compared({ ...worse, interval: [-0.1, 0.25] }, "lower")).passed).toBe(
    false,
  );
});

test("where no interval is known the figures decide, and it says so; equal is not worse", () => {
  const figures = (difference: number) => compared({ difference, by: "figures" });
  expect(judgeNonInferior(rule, figures(-0.05))).toMatchObject({
    passed: true,
    reason: expect.stringContaining("no interval is known, so the figures alone decide"),
  });
  expect(judgeNonInferior(rule, figures(-0.051)).passed).toBe(false);
  expect(judgeNonInferior({ ...rule, margin: 0 }, figures(0)).passed).toBe(true);
});

test("the first version and the holder itself pass; what cannot be compared does not", () => {
  expect(judgeNonInferior(rule, { kind: "no-holder" }).passed).toBe(true);
  expect(judgeNonInferior(rule, { kind: "same" }).passed).toBe(true);
  expect(judgeNonInferior(rule, { kind: "unknown", problem: "no evidence", hint: "make it" })).toMatchObject({
    ...{ passed: false, reason: "no evidence", hint: "make it" },
  });
});

test("figures of an evaluation of less than ten cases decide nothing", () => {
  const found = (cases: number) => ({
    digest: sha256Of(String(cases)),
    evidence: evidence({ summary: { ...evidence().summary, cases } }),
  });
  const judged = (cases: number) => {
    const same = { before: 1, after: 1, difference: 0, by: "figures" } as const;
    const against = {
      kind: "compared",
      holder: "penguins@2",
      direction: "higher",
      difference: same,
    } as const;
    return judgeNonInferior(rule, { ...against, evaluations: [found(cases), found(cases)] });
  };
  expect(judged(9)).toMatchObject({
    passed: false,
    reason: expect.stringContaining("no interval is known of so few cases"),
    hint: expect.stringContaining("too few cases"),
  });
  expect(judged(10)).toMatchObject({
    passed: true,
    reason: expect.stringContaining("the figures alone decide"),
  });
});
