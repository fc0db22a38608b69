import type { CaseResult } from "../types.js";
import { judgedDocument } from "./judged-document.js";
import type { Report, ReportedEvaluation } from "./report.js";

/** Of the documents and lines that are written. */
const schemaVersion = 1;

/** One result a line; `mlx eval merge` and `replay:` read it again. */
export function jsonlReport(): Report {
  return {
    begin: () => "",
    add: (result) => `${JSON.stringify({ schemaVersion, ...result })}\n`,
    end: () => "",
  };
}

/** One document: what `--json` prints of the evaluation, then `results`. */
export function jsonReport({ id, suite, verdict, summary, gates, against }: ReportedEvaluation): Report {
  const head = JSON.stringify({
    schemaVersion,
    id,
    suite,
    ...judgedDocument(verdict, gates, summary, against),
  });
  let some = false;
  return {
    begin: () => `${head.slice(0, -1)},"results":[`,
    add: (result: CaseResult) => {
      const before = some ? ",\n" : "\n";
      some = true;
      return before + JSON.stringify(result);
    },
    end: () => "\n]}\n",
  };
}
