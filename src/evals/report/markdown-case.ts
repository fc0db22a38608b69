import { caseReason } from "../case-reason.js";
import { outputText } from "../output-text.js";
import type { CaseResult } from "../types.js";
import { scoreText } from "./figures.js";
import { codeBlock, codeSpan } from "./markdown-text.js";

const mostVars = 4;
const mostGrades = 6;

/** One case, as an item of a list: where it belongs, why it did not pass, what it was given and what came out. */
export function markdownCase(result: CaseResult): string {
  const { id, prompt, provider, status, critical, score, grades, vars } = result;
  const points = score === undefined ? "" : `, score ${scoreText(score)}`;
  const failed = grades.filter((grade) => grade.status !== "passed");
  const reasons =
    result.error !== undefined || failed.length === 0
      ? [caseReason(result)]
      : failed.slice(0, mostGrades).map(({ type, reason }) => `${type}: ${reason}`);
  const given = Object.entries(vars)
    .filter(([, value]) => value !== null && value !== "")
    .slice(0, mostVars);
  const output = outputText(result.output);
  return [
    `**${codeSpan(id, 100)}** ${critical ? "critical, " : ""}${status}${points} · ${codeSpan(prompt, 60)} · ${codeSpan(provider, 60)}`,
    "",
    ...reasons.map((reason) => `- ${codeSpan(reason, 400)}`),
    ...given.map(([name, value]) => `- ${codeSpan(name, 40)} = ${codeSpan(outputText(value), 200)}`),
    "",
    ...(output === "" ? [] : [codeBlock(output, 800), ""]),
  ].join("\n");
}
