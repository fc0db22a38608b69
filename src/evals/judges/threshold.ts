import type { Verdict } from "../graders/grader.js";

/** Whether a score reaches a threshold; sums of shares may lack a hair. */
export function reaches(score: number, threshold: number): boolean {
  return score >= threshold - Number.EPSILON;
}

/** A score that passes from a threshold on. @param reason what it says of itself, before the figures. */
export function scored(score: number, threshold: number, reason: string): Verdict {
  const passed = reaches(score, threshold);
  const figures = `score ${score.toFixed(2)} is ${passed ? "at least" : "below"} ${threshold}`;
  return { passed, score, reason: reason === "" ? figures : `${reason} (${figures})` };
}
