import type { ClassCases, ScoringCases } from "./types.js";

/** Whether each case has one class. */
export function isOfClasses(cases: ScoringCases): cases is ClassCases {
  return cases.task === "binary" || cases.task === "multiclass";
}
