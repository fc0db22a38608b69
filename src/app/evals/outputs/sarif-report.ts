import type { Finding } from "../../../core/finding.js";
import { findingOfResult, findingRules } from "../../../evals/report/findings.js";
import type { Report } from "../../../evals/report/report.js";
import { sarifLog } from "../../../ui/findings/sarif.js";

/** Code scanning takes so many results of a run; what is above it would be left out there. */
const most = 5000;

/** Cases that did not pass, each at its place in the suite or its data; those without a place are left out. */
export function sarifReport(suite: string, version: string): Report {
  const findings: Finding[] = [];
  return {
    begin: () => "",
    add: (result) => {
      const finding = findings.length < most ? findingOfResult(result) : undefined;
      if (finding) findings.push(finding);
      return "";
    },
    end: () => {
      const category = `eval-${suite.replace(/[^\p{L}\p{N}._-]+/gu, "-")}`;
      return `${JSON.stringify(sarifLog({ findings, rules: findingRules, version, category }), undefined, 2)}\n`;
    },
  };
}
