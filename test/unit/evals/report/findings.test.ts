import { expect, test } from "vitest";
import type { GateSpec } from "../../../../src/evals/gate-spec.js";
import { findingOfResult, worstFindings } from "../../../../src/evals/report/findings.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";
import { reported } from "../../../support/evals/reported.js";

const at = { file: "evals/a.jsonl", line: 7, column: 1 };
const failed = caseResult({
  status: "failed",
  score: 0,
  grades: [grade({ status: "failed", reason: "it is not there" })],
  at,
});

test("a case that did not pass is a finding where its test is written", () => {
  expect(findingOfResult(failed)).toEqual({
    ...at,
    rule: "failed-case",
    severity: "error",
    message: "c0 (p, echo): contains: it is not there",
  });
});

test("a case that passed, or whose place is not known, is none", () => {
  expect(findingOfResult(caseResult({ at }))).toBeUndefined();
  const { at: _, ...placeless } = failed;
  expect(findingOfResult(placeless)).toBeUndefined();
});

test("gates that failed come first, at their own places, then the worst cases, up to a limit", () => {
  const gate: GateSpec = {
    kind: "threshold",
    name: "rate",
    metric: "passRate",
    min: 0.9,
    by: "estimate",
    at: { file: "s.eval.yaml", line: 4, column: 5 },
  };
  const { summary, gates } = reported([failed, { ...failed, id: "c1", index: 1 }], { gates: [gate] });
  const found = worstFindings({ file: "s.eval.yaml", gates: [gate] }, gates, summary.worst, 2);
  expect(found.map(({ rule, file, line }) => [rule, file, line])).toEqual([
    ["failed-gate", "s.eval.yaml", 4],
    ["failed-case", "evals/a.jsonl", 7],
  ]);
});

test("a gate that the suite does not name stands at the top of its file", () => {
  const { summary, gates } = reported([failed]);
  const [first] = worstFindings({ file: "s.eval.yaml", gates: [] }, gates, summary.worst, 10);
  expect(first).toMatchObject({ rule: "failed-gate", file: "s.eval.yaml", line: 1 });
});
