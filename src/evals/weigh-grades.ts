import type { Grade } from "./types.js";

/** What grades come to together. */
export interface Weighed {
  readonly status: Grade["status"];
  /** Absent where an error leaves it open. */
  readonly score?: number;
  /** Of the first that failed or erred, else that nothing did. */
  readonly reason: string;
}

/** Sums of decimal fractions miss a threshold by less than this where they meet it on paper. */
const slack = 1e-12;

/** What several grades come to, for a case or an assert-set. */
export function weighOut(grades: readonly Grade[], threshold: number | undefined): Weighed {
  const errored = grades.find(({ status, weight }) => status === "errored" && weight > 0);
  if (errored) return { status: "errored", reason: errored.reason };
  let [total, weights] = [0, 0];
  for (const { score, weight } of grades) {
    if (score === undefined) continue;
    total += score * weight;
    weights += weight;
  }
  const score = weights > 0 ? total / weights : 0;
  if (threshold !== undefined) {
    const passed = score >= threshold - slack;
    const reason = `the score ${score.toFixed(4)} ${passed ? "reaches" : "is below"} the threshold ${threshold}`;
    return { status: passed ? "passed" : "failed", score, reason };
  }
  const failed = grades.find(({ status }) => status === "failed");
  if (failed) return { status: "failed", score, reason: failed.reason };
  return { status: "passed", score, reason: "all assertions passed" };
}
