import type { Finding } from "../../core/finding.js";
import { caseReason } from "../case-reason.js";
import type { GateResult } from "../gates.js";
import type { CaseResult, Suite } from "../types.js";
import type { WorstCase } from "../worst-cases.js";
import { cutText } from "./markdown-text.js";

const longest = 1000;

/** Of each kind of finding what a report says of it. */
export const findingRules = [
  {
    id: "failed-case",
    severity: "error",
    summary: "a case of an evaluation failed",
    why: "A grader says that the answer is not what this case asks for.",
    page: "docs/eval.md",
  },
  {
    id: "errored-case",
    severity: "error",
    summary: "a case of an evaluation could not be graded",
    why: "Its provider or one of its graders ended in an error, so nobody knows whether the answer is good.",
    page: "docs/eval.md",
  },
  {
    id: "failed-gate",
    severity: "error",
    summary: "a gate of an evaluation failed",
    why: "A figure of the whole evaluation is not within the limits that the suite sets.",
    page: "docs/eval.md",
  },
] as const;

type Told = Pick<WorstCase, "id" | "prompt" | "provider" | "at"> & { readonly status: CaseResult["status"] };

function caseFinding(told: Told, reason: string): Finding | undefined {
  const { id, prompt, provider, status, at } = told;
  if (at === undefined || status === "passed") return undefined;
  return {
    ...at,
    rule: `${status}-case`,
    severity: "error",
    message: cutText(`${id} (${prompt}, ${provider}): ${reason}`, longest),
  };
}

/** A case that did not pass and has a place, as a finding there. */
export function findingOfResult(result: CaseResult): Finding | undefined {
  return caseFinding(result, caseReason(result));
}

/** The gates that failed, at their places in the suite, then the worst cases. @param most of all together. */
export function worstFindings(
  suite: Pick<Suite, "file" | "gates">,
  gates: readonly GateResult[],
  worst: readonly WorstCase[],
  most: number,
): readonly Finding[] {
  const top = { file: suite.file, line: 1, column: 1 };
  const failed = gates
    .filter(({ passed }) => !passed)
    .map(({ name, reason }): Finding => {
      const at = suite.gates.find((gate) => gate.name === name)?.at ?? top;
      return {
        ...at,
        rule: "failed-gate",
        severity: "error",
        message: cutText(`${name}: ${reason}`, longest),
      };
    });
  const cases = worst.flatMap((told) => caseFinding(told, told.reason) ?? []);
  return [...failed, ...cases].slice(0, most);
}
