import type { PromptProblem } from "../problem.js";
import { inFrontMatter, type RawFinding } from "./raw-finding.js";
import { ruleOf, unknownRule } from "./rules.js";
import type { Check } from "./subject.js";

/** What reading the file has found already. */
export const checkParsing: Check = {
  rules: ["encoding", "front-matter", "template-syntax", "include"],
  run({ parsed }, report) {
    for (const problem of parsed.problems) report(findingOf(problem));
    for (const warning of parsed.warnings) {
      report({
        ...findingOf(warning),
        severity: "warning",
        ...(warning.rule === "encoding" && { fix: { kind: "mark" } as const }),
      });
    }
    for (const rule of parsed.frontMatter?.lint.rules.keys() ?? []) {
      if (ruleOf(rule) !== undefined) continue;
      report({
        rule: "front-matter",
        place: inFrontMatter(parsed.source, () => parsed.source.locateKey(["lint", "rules"], rule)),
        ...unknownRule(rule),
      });
    }
  },
};

function findingOf({ rule, message, hint, file, line, column, end }: PromptProblem): RawFinding {
  const at = { file, line, column };
  return {
    rule,
    message,
    ...(hint !== undefined && { hint }),
    place: { file, locate: () => ({ at, ...(end && { end: { file, ...end } }) }) },
  };
}
