import type { Grade } from "../types.js";
import { categoriesOf, type LabelScale, worthOf } from "./label-scale.js";

/**
 * Where a judge's grade stands on the scale of the labels: its verdict, or its score (0 to 1) at the nearest step.
 * @returns undefined where the judge could not judge, or gave no score that fits.
 */
export function judgeCategory(grade: Grade, scale: LabelScale): number | undefined {
  if (grade.status === "errored") return undefined;
  if (scale === "pass") return Number(!isRejected(grade));
  const { score } = grade;
  if (score === undefined || !(score >= 0 && score <= 1)) return undefined;
  return Math.round(score * (categoriesOf(scale).length - 1));
}

/** Whether the judge rejects the answer, be it that its weight of 0 lets it pass. */
export function isRejected({ status, unweighed }: Grade): boolean {
  return status === "failed" || unweighed === "failed";
}

/** How far the judge is from a label, 0 to 1: by its score where it has one, since a verdict by a hair is no great error. */
export function distanceOf(grade: Grade, label: number, scale: LabelScale): number {
  const own = judgeCategory(grade, scale);
  if (own === undefined) return 0;
  const { score } = grade;
  const worth = score !== undefined && score >= 0 && score <= 1 ? score : worthOf(own, scale);
  return Math.abs(worth - worthOf(label, scale));
}
