import type { CaseResult, Grade } from "./types.js";

/** Why a case did not pass, in one sentence: its error, or the first of its grades that failed or erred, by its metric or else its type. */
export function caseReason({
  status,
  error,
  grades,
}: Pick<CaseResult, "status" | "error" | "grades">): string {
  if (error !== undefined) return error.message;
  const grade = grades.find((it) => it.status === status) ?? grades.find(isNotPassed);
  return grade ? `${grade.metric ?? grade.type}: ${grade.reason}` : "the score is below the threshold";
}

function isNotPassed({ status }: Grade): boolean {
  return status !== "passed";
}
