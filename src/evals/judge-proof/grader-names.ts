import { judgeTypes } from "../graders/judge-types.js";

/** These compare numbers: no model says what it thinks. */
const asksNobody = /^(?:similar|max-score)/;

/** Whether a model gives the verdict of a grader. @param type without `not-`. */
export function asksModel(type: string): boolean {
  return judgeTypes.includes(type) && !asksNobody.test(type);
}

/** Names the graders of one case in the order of the suite: `tone`, `tone#2` for the second of that name, and so on. */
export class GraderNames {
  readonly #seen = new Map<string, number>();

  /** @param name the metric, or else the type with its `not-`. */
  next(name: string): string {
    const count = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  }
}
