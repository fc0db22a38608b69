import { compareBytes } from "../../core/byte-order.js";
import { distanceOf, judgeCategory } from "./judge-category.js";
import type { LabelledAnswer } from "./judge-report.js";
import { categoriesOf, type LabelScale } from "./label-scale.js";

/** An answer of which judge and people think differently. */
export interface JudgeDifference {
  readonly id: string;
  /** By name. */
  readonly people: string;
  readonly judge: string;
  /** The judge's score, where it gave one. */
  readonly score?: number;
  /** 0 to 1. */
  readonly distance: number;
  /** The judge's. */
  readonly reason: string;
}

/** Those that are furthest apart first. */
export function judgeDifferences(
  answers: readonly LabelledAnswer[],
  scale: LabelScale,
): readonly JudgeDifference[] {
  const names = categoriesOf(scale);
  return answers
    .flatMap(({ result, label, grade }): JudgeDifference[] => {
      const own = judgeCategory(grade, scale);
      if (own === undefined || own === label) return [];
      const { score, reason } = grade;
      const [people = "", judge = ""] = [names[label], names[own]];
      const distance = distanceOf(grade, label, scale);
      return [{ id: result.id, people, judge, ...(score !== undefined && { score }), distance, reason }];
    })
    .sort((a, b) => b.distance - a.distance || compareBytes(a.id, b.id));
}
