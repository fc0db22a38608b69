import type { Grade } from "../types.js";
import { asksModel, GraderNames } from "./grader-names.js";

/** A grade that a model gave, or should have given, with the name of its grader. */
export interface JudgedGrade {
  /** The metric, or else the type; `#2` and so on follow where a case has several of that name. */
  readonly grader: string;
  readonly grade: Grade;
}

/** The grades of a case that a model gave, those within sets among them, in the order of the suite. One that could not be given is there, too. */
export function judgedGrades(grades: readonly Grade[]): readonly JudgedGrade[] {
  const found: JudgedGrade[] = [];
  const names = new GraderNames();
  collect(grades, (grade) => found.push({ grader: names.next(grade.metric ?? grade.type), grade }));
  return found;
}

function collect(grades: readonly Grade[], add: (grade: Grade) => unknown): void {
  for (const grade of grades) {
    if (isJudged(grade)) add(grade);
    // What a judge's own verdict is made of is no verdict of a grader.
    else if (grade.type === "assert-set" || grade.type === "not-assert-set")
      collect(grade.components ?? [], add);
  }
}

function isJudged({ judge, type, status }: Grade): boolean {
  if (judge !== undefined) return true;
  return status === "errored" && asksModel(type.replace(/^not-/, ""));
}
