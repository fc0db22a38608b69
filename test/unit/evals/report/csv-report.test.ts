import { expect, test } from "vitest";
import { CsvColumns, csvReport } from "../../../../src/evals/report/csv-report.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";

function csvOf(...results: CaseResult[]): string[] {
  const columns = new CsvColumns();
  for (const result of results) columns.add(result);
  const report = csvReport(columns);
  const text = [report.begin(), ...results.map((result) => report.add(result)), report.end()].join("");
  expect(text.endsWith("\r\n")).toBe(true);
  return text.slice(0, -2).split("\r\n");
}

test("variables and metrics of any case have a column in every row", () => {
  const rows = csvOf(
    caseResult({
      id: "a",
      score: 1,
      vars: { q: "one" },
      namedScores: { tone: 0.5 },
      output: "yes",
      latencyMs: 12,
    }),
    caseResult({ id: "b", index: 1, vars: { lang: "de" }, costUsd: 0.25 }),
  );
  expect(rows).toEqual([
    "id,prompt,provider,repeat,status,score,reason,output,vars.q,vars.lang,metrics.tone,latencyMs,costUsd",
    "a,p,echo,0,passed,1,,yes,one,,0.5,12,",
    "b,p,echo,0,passed,,,,,de,,,0.25",
  ]);
});

test("a text that a spreadsheet would take for a formula stays text; a negative number stays a number", () => {
  const [, row] = csvOf(
    caseResult({
      output: "=HYPERLINK(1)",
      vars: { a: "+1", b: "-2", c: "@x", d: -3, e: "\tx", f: "＝1", g: "a=b" },
    }),
  );
  expect(row).toBe("c0,p,echo,0,passed,,,'=HYPERLINK(1),'+1,'-2,'@x,-3,'\tx,'＝1,a=b,,");
});

test("commas, quotes and line ends stay within their cell", () => {
  const columns = new CsvColumns();
  const text = csvReport(columns).add(caseResult({ output: 'a, "b"\r\nc' }));
  expect(text).toBe('c0,p,echo,0,passed,,,"a, ""b""\r\nc",,\r\n');
});

test("data is told as JSON, and why a case did not pass in its own column", () => {
  const [, row] = csvOf(
    caseResult({
      status: "failed",
      score: 0,
      output: { a: [1] },
      vars: { list: ["x"], none: null },
      grades: [grade(), grade({ status: "failed", type: "equals", reason: "it is not equal" })],
    }),
  );
  expect(row).toBe('c0,p,echo,0,failed,0,equals: it is not equal,"{""a"":[1]}","[""x""]",,,');
});

test("a variable called constructor is no function", () => {
  const rows = csvOf(caseResult({ vars: { constructor: "c" } }), caseResult({ index: 1 }));
  expect(rows[2]).toBe("c1,p,echo,0,passed,,,,,,");
});
