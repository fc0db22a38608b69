import type { Interval } from "../types.js";
import { wilson } from "../wilson.js";
import { f1, precision, recall } from "./class-measures.js";
import { TallyOfClasses } from "./class-tally.js";
import { wholeDraw } from "./draw.js";
import type { ClassCases, LabelCases } from "./types.js";

/** One class, or label, by itself. */
export interface ClassFigures {
  readonly label: string;
  /** Cases that are of the class, and cases that were said to be. */
  readonly support: number;
  readonly predicted: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Wilson's; null where there is no such case, and where cases come in clusters. */
  readonly precisionInterval: Interval | null;
  readonly recallInterval: Interval | null;
}

/** Precision, recall and F1 of each class against all others. */
export function perClass(cases: ClassCases | LabelCases): readonly ClassFigures[] {
  const { hit, predicted, truth } = new TallyOfClasses(cases).of(wholeDraw(cases.n));
  const intervalOf = (part: number, whole: number) =>
    whole === 0 || cases.clusters ? null : wilson(part, whole);
  return cases.classes.map((label, place) => {
    const [both, said, is] = [hit[place] ?? 0, predicted[place] ?? 0, truth[place] ?? 0];
    return {
      ...{ label, support: is, predicted: said },
      ...{ precision: precision(both, said, is), recall: recall(both, said, is), f1: f1(both, said, is) },
      ...{ precisionInterval: intervalOf(both, said), recallInterval: intervalOf(both, is) },
    };
  });
}
