import type { JudgeIdentity } from "../judges/judge-identity.js";
import { manyRubrics, mostRubrics } from "../judges/many-rubrics.js";
import type { CaseResult, Grade } from "../types.js";
import { judgedGrades } from "./judged-grades.js";

/** A model that judged for a grader of a suite. */
export interface SuiteJudge {
  /** The grader's metric, or else its type; `TYPE#2` is the second of that name in a case. */
  readonly grader: string;
  /** Absent where the provider did not tell. */
  readonly model?: string;
  /** Digests of what it judged by, ascending; `*` alone for many. */
  readonly rubrics: readonly string[];
}

/** What tells the judges of a suite apart, and orders them. */
export function judgeKey({ grader, model }: Pick<SuiteJudge, "grader" | "model">): string {
  return JSON.stringify([grader, model ?? null]);
}

/** Collects who judged, grader by grader: little is kept, however many results there are. */
export class SuiteJudges {
  readonly #found = new Map<
    string,
    { readonly judge: Omit<SuiteJudge, "rubrics">; readonly rubrics: Set<string> }
  >();

  add({ grades }: Pick<CaseResult, "grades">): void {
    for (const { grader, grade } of judgedGrades(grades)) this.note(grader, grade);
  }

  /** A single grade, by the name of its grader. */
  note(grader: string, { judge }: Pick<Grade, "judge">): void {
    if (judge !== undefined) this.#note(grader, judge);
  }

  #note(grader: string, { model, rubric }: JudgeIdentity): void {
    const key = judgeKey({ grader, ...(model !== undefined && { model }) });
    let found = this.#found.get(key);
    if (found === undefined) {
      found = { judge: { grader, ...(model !== undefined && { model }) }, rubrics: new Set() };
      this.#found.set(key, found);
    }
    // One more than are told is enough to know that there are many.
    if (found.rubrics.size <= mostRubrics) found.rubrics.add(rubric);
  }

  /** By grader and model. */
  finish(): readonly SuiteJudge[] {
    return [...this.#found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { judge, rubrics }]) => ({
        ...judge,
        rubrics: rubrics.size > mostRubrics ? [manyRubrics] : [...rubrics].sort(),
      }));
  }
}
