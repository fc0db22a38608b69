import { chiSquare, gTest } from "../stats/drift/chi-square.js";
import { binnedTests } from "./binned-tests.js";
import type { Thresholds } from "./monitor.js";
import type { CategoricalProfile } from "./profile.js";
import { valuesIn } from "./profile-counts.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/** Counts of the same categories before and now; the last may hold all that a profile does not list. */
interface CategoryCells {
  readonly before: readonly number[];
  readonly now: readonly number[];
  /** Share of the rows whose categories neither profile lists, on the side that has fewer of them. */
  readonly open: number;
}

/** Every test of a column of categories; none where a side has no value, or no category is listed. */
export function categoryTests(
  baseline: CategoricalProfile,
  current: CategoricalProfile,
  thresholds: Thresholds,
): DriftTest[] {
  const [n, m] = [valuesIn(baseline), valuesIn(current)];
  if (n === 0 || m === 0 || baseline.top.length === 0) return [];
  const { before, now, open } = cellsOf(baseline, current);
  const pearson = chiSquare(before, now);
  const { statistic, pValue, freedom } = pearson;
  // Cramér's V of two samples: its size does not grow with the rows.
  const effect = freedom === 0 ? 0 : Math.min(1, Math.sqrt(statistic / (n + m)));
  return [
    ...binnedTests(before, now, thresholds, open),
    ...testOf("chi_square", { statistic, pValue, effect }, thresholds),
    ...testOf("g_test", pick(gTest(before, now)), thresholds),
  ];
}

function pick({ statistic, pValue }: { readonly statistic: number; readonly pValue: number }) {
  return { statistic, pValue };
}

function cellsOf(baseline: CategoricalProfile, current: CategoricalProfile): CategoryCells {
  const ofBaseline = new Set(baseline.top.map(([value]) => value));
  const [countBefore, countNow] = [counterOf(baseline, ofBaseline), counterOf(current, ofBaseline)];
  const before: number[] = [];
  const now: number[] = [];
  const listed = [...baseline.top, ...(baseline.fresh ?? []), ...current.top, ...(current.fresh ?? [])];
  for (const value of new Set(listed.map(([name]) => name))) {
    const [a, b] = [countBefore(value), countNow(value)];
    if (a === undefined || b === undefined) continue;
    before.push(a);
    now.push(b);
  }
  const restOf = (profile: CategoricalProfile, counts: readonly number[]): number =>
    valuesIn(profile) - counts.reduce((sum, count) => sum + count, 0);
  const [restBefore, restNow] = [restOf(baseline, before), restOf(current, now)];
  if (restBefore + restNow === 0) return { before, now, open: 0 };
  return {
    before: [...before, restBefore],
    now: [...now, restNow],
    open: Math.min(restBefore / valuesIn(baseline), restNow / valuesIn(current)),
  };
}

/** How often a category comes, where the profile knows. */
function counterOf(
  profile: CategoricalProfile,
  ofBaseline: ReadonlySet<string>,
): (value: string) => number | undefined {
  const { top, other, fresh } = profile;
  const counts = new Map([...top, ...(fresh ?? [])]);
  const unlisted = other - (fresh ?? []).reduce((sum, [, count]) => sum + count, 0);
  return (value) => {
    const count = counts.get(value);
    if (count !== undefined) return count;
    // A profile on a baseline lists all of its categories that come.
    return unlisted === 0 || (fresh !== undefined && ofBaseline.has(value)) ? 0 : undefined;
  };
}
