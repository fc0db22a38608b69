import { sortedClasses } from "./class-order.js";
import type { FairnessGroup } from "./fairness.js";
import type { ClassCases } from "./types.js";

/** Cases by the value of a slice, in the order of the values. @param values of each case. @param positive place of the class that is the good outcome. */
export function fairnessGroups(
  { truth, prediction, n }: ClassCases,
  values: readonly string[],
  positive: number,
): readonly FairnessGroup[] {
  const groups = new Map(
    sortedClasses(values).map((name) => [name, { name, n: 0, selected: 0, positives: 0, truePositives: 0 }]),
  );
  for (let place = 0; place < n; place++) {
    const group = groups.get(values[place] ?? "");
    if (group === undefined) continue;
    const [is, said] = [truth[place] === positive, prediction[place] === positive];
    group.n++;
    if (said) group.selected++;
    if (is) group.positives++;
    if (is && said) group.truePositives++;
  }
  return [...groups.values()];
}
