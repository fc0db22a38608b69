import { expect, test } from "vitest";
import { JunitReport } from "../../../../src/evals/report/junit-report.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";
import { reported } from "../../../support/evals/reported.js";

const failed = caseResult({
  id: "b",
  index: 1,
  status: "failed",
  description: 'a <hard> "one"',
  latencyMs: 1500,
  output: "bell \u0007, tab\t & more",
  grades: [grade({ type: "equals", status: "failed", score: 0, reason: "1 < 2" })],
  at: { file: "evals/a.csv", line: 3, column: 1 },
});
const errored = caseResult({
  id: "c",
  index: 2,
  provider: "other",
  status: "errored",
  error: { code: "MLX_PROVIDER_TIMEOUT", message: "no answer within 5 s" },
});

test("each prompt and provider is a suite with its counts", () => {
  const report = new JunitReport(reported([caseResult(), failed, errored], { suite: "a&b" }));
  expect(report.begin).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="a&amp;b" tests="3" failures="1" errors="1">\n',
  );
  expect(report.suites).toEqual([
    '  <testsuite name="p × echo" tests="2" failures="1" errors="0">\n',
    '  <testsuite name="p × other" tests="1" failures="0" errors="1">\n',
  ]);
  expect([caseResult(), failed, errored].map((result) => report.suiteOf(result))).toEqual([0, 0, 1]);
});

test("a failure names its grader, its place and the output, without characters that XML lacks", () => {
  const report = new JunitReport(reported([failed]));
  expect(report.testCase(failed)).toBe(
    '    <testcase classname="p × echo" name="b: a &lt;hard&gt; &quot;one&quot;" time="1.500" file="evals/a.csv" line="3">' +
      '<failure type="equals" message="equals: 1 &lt; 2">equals: 1 &lt; 2&#10;output: bell \\u0007, tab&#9; &amp; more</failure></testcase>\n',
  );
});

test("an error is no failure", () => {
  const report = new JunitReport(reported([errored]));
  expect(report.testCase(errored)).toContain(
    '<error type="MLX_PROVIDER_TIMEOUT" message="no answer within 5 s">no answer within 5 s</error>',
  );
});

test("a case that passed is an empty element, and a long output is cut", () => {
  const long = { ...failed, output: "x".repeat(100_000) };
  const report = new JunitReport(reported([long]));
  expect(report.testCase(caseResult())).toBe('    <testcase classname="p × echo" name="c0"/>\n');
  expect(report.testCase(long).length).toBeLessThan(5000);
});
