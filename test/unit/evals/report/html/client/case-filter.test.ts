import { expect, test } from "vitest";
import {
  type CaseFilter,
  CaseFinder,
  type Sorting,
} from "../../../../../../src/evals/report/html/client/case-filter.js";
import { ReportData } from "../../../../../../src/evals/report/html/client/report-data.js";
import { htmlReport } from "../../../../../../src/evals/report/html/html-report.js";
import { reported } from "../../../../../support/evals/reported.js";
import { supportResults } from "../../../../../support/evals/support-results.js";
import { readPage } from "../../../../../support/html/read-page.js";

const results = supportResults(20);
const report = htmlReport(reported(results), undefined);
for (const result of results) report.add(result);
const data = new ReportData(readPage(report.end()).data);
const finder = new CaseFinder(data);

const nothing: CaseFilter = {
  ...{ search: "", status: "", prompt: "", provider: "", grader: "", side: "" },
  ...{ slices: new Map(), flipped: false, critical: false },
};

const found = (filter: Partial<CaseFilter>, sorting?: Sorting) =>
  finder.find({ ...nothing, ...filter }, sorting).map(({ id }) => id);
const wanted = (is: (result: (typeof results)[number]) => boolean) => results.filter(is).map(({ id }) => id);

test("without a filter every case is found, in the order of the suite", () => {
  expect(found({})).toEqual(wanted(() => true));
});

test("all words of a search have to be there: in ids, variables, outputs or reasons, in any case", () => {
  expect(found({ search: "REFUND-0" })).toEqual(wanted(({ test: id }) => id === "refund-0"));
  expect(found({ search: "1003 sorry" })).toEqual(
    wanted(({ test: id, output }) => id === "warranty-3" && output !== undefined),
  );
  expect(found({ search: "customer c-7" })).toEqual(wanted(({ test: id }) => id === "account-7"));
  expect(found({ search: "no answer within 60" })).toEqual(wanted(({ status }) => status === "errored"));
  expect(found({ search: "nowhere" })).toEqual([]);
});

test("status, prompt, provider, slices and what is critical narrow the list together", () => {
  expect(found({ status: "failed", prompt: "answer@1.0.0", slices: new Map([["language", "ja"]]) })).toEqual(
    wanted(
      ({ status, prompt, slices }) =>
        status === "failed" && prompt === "answer@1.0.0" && slices["language"] === "ja",
    ),
  );
  expect(found({ provider: "openai:gpt-5.4-mini", critical: true })).toEqual(
    wanted(({ provider, critical }) => provider === "openai:gpt-5.4-mini" && critical),
  );
  expect(found({ flipped: true })).toEqual([]);
});

test("a grader finds the cases that it did not let pass", () => {
  const byGrader = wanted(({ grades }) =>
    grades.some(({ type, status }) => type === "contains" && status === "failed"),
  );
  expect(byGrader.length).toBeGreaterThan(0);
  expect(found({ grader: "contains" })).toEqual(byGrader);
});

test("sorting puts cases without a figure last, whichever way", () => {
  const up = found({}, { key: "score", down: false });
  const down = found({}, { key: "score", down: true });
  const withoutScore = wanted(({ score }) => score === undefined);
  expect(withoutScore.length).toBeGreaterThan(0);
  expect(up.slice(-withoutScore.length)).toEqual(withoutScore);
  expect(down.slice(-withoutScore.length)).toEqual(withoutScore);
  expect(found({}, { key: "status", down: false })[0]).toBe(wanted(({ status }) => status === "errored")[0]);
});
