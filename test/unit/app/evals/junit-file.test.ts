import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { JunitFile } from "../../../../src/app/evals/outputs/junit-file.js";
import { JunitReport } from "../../../../src/evals/report/junit-report.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";
import { reported } from "../../../support/evals/reported.js";
import { plainFolder } from "../../../support/repo.js";

const results = Array.from({ length: 6000 }, (_, index) =>
  caseResult({
    index,
    provider: index % 2 === 0 ? "even" : "odd",
    status: "failed",
    output: "x".repeat(2000),
    grades: [grade({ status: "failed", reason: "no" })],
  }),
);

test("cases of many suites that come mixed stand by their suites, each once, and parts are taken away", () => {
  const { root } = plainFolder();
  const folder = join(root, "out");
  const file = new JunitFile(join(folder, "r.junit.xml"), new JunitReport(reported(results)));
  for (const result of results) file.add(result);
  expect(readdirSync(folder).length).toBeGreaterThan(2);
  file.finish();
  expect(readdirSync(folder)).toEqual(["r.junit.xml"]);
  const text = readFileSync(join(folder, "r.junit.xml"), "utf8");
  const [, even = "", odd = ""] = text.split("<testsuite ");
  const idsIn = (suite: string) => [...suite.matchAll(/ name="c(\d+)"/g)].map(([, id]) => Number(id));
  expect(idsIn(even)).toEqual(results.flatMap(({ index }) => (index % 2 === 0 ? [index] : [])));
  expect(idsIn(odd)).toEqual(results.flatMap(({ index }) => (index % 2 === 1 ? [index] : [])));
  expect(text.endsWith("  </testsuite>\n</testsuites>\n")).toBe(true);
});

test("what is given up leaves nothing behind", () => {
  const { root } = plainFolder();
  const folder = join(root, "out");
  const file = new JunitFile(join(folder, "r.xml"), new JunitReport(reported(results)));
  for (const result of results) file.add(result);
  file.abandon();
  expect(readdirSync(folder)).toEqual([]);
});
