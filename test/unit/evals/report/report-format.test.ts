import { expect, test } from "vitest";
import { reportFormatOf } from "../../../../src/evals/report/report-format.js";

test.each([
  ["r.jsonl", "jsonl"],
  ["R.JSONL", "jsonl"],
  ["r.json", "json"],
  ["r.csv", "csv"],
  ["r.junit.xml", "junit"],
  ["r.xml", "junit"],
  ["out.d/r.md", "markdown"],
  ["r.sarif", "sarif"],
  ["r.html", "html"],
  ["R.HTM", "html"],
  ["r.pdf", undefined],
  ["jsonl", undefined],
  [".csv", undefined],
])("%s is %s", (file, format) => {
  expect(reportFormatOf(file)).toBe(format);
});
