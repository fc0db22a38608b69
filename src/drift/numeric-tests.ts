import { andersonDarling } from "../stats/drift/anderson-darling.js";
import { coarsened } from "../stats/drift/coarsened.js";
import { cramerVonMises } from "../stats/drift/cramer-von-mises.js";
import { momentsOf, sizeOf } from "../stats/drift/ecdf.js";
import { ks, ksAtKnots } from "../stats/drift/ks.js";
import { mannWhitney } from "../stats/drift/mann-whitney.js";
import { countsByEdges, countsFromBelow, decileEdges, decilePlaces } from "../stats/drift/psi.js";
import type { BinnedEcdf, Ecdf } from "../stats/drift/types.js";
import { normalisedDistance, wasserstein, wassersteinAtKnots } from "../stats/drift/wasserstein.js";
import { binnedTests } from "./binned-tests.js";
import type { Thresholds } from "./monitor.js";
import { numericSamples } from "./numeric-samples.js";
import type { NumericProfile } from "./profile.js";
import { spreadOf } from "./profile-counts.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/** Every test of a column of numbers; none where a side has no finite value. */
export function numericTests(
  baseline: NumericProfile,
  current: NumericProfile,
  thresholds: Thresholds,
): DriftTest[] {
  const samples = numericSamples(baseline, current);
  if (samples === undefined) return [];
  return samples.lossless
    ? losslessTests(samples.before, samples.now, thresholds)
    : [
        ...distanceAtKnots(baseline, current, samples, thresholds),
        ...knotTests(samples.before, samples.now, thresholds),
      ];
}

/** Every test of two samples of which nothing is lost. */
export function losslessTests(before: Ecdf, now: Ecdf, thresholds: Thresholds): DriftTest[] {
  const distance = normalisedDistance(wasserstein(before, now), momentsOf(before).sd);
  const outcome = ks(before, now);
  const edges = decileEdges(before);
  const [n, m] = [sizeOf(before), sizeOf(now)];
  const differs = before.values.length > 1 || now.values.length > 1 || before.values[0] !== now.values[0];
  return [
    ...testOf("wasserstein", { statistic: distance, effect: distance }, thresholds),
    ...testOf("ks", { ...outcome, effect: outcome.statistic }, thresholds),
    ...binnedTests(countsByEdges(before, edges), countsByEdges(now, edges), thresholds),
    ...(Math.min(n, m) > 1 ? testOf("cramer_von_mises", cramerVonMises(before, now), thresholds) : []),
    ...(differs && n + m > 3 ? testOf("anderson_darling", andersonDarling(before, now), thresholds) : []),
    ...rankTest(before, now, 0, thresholds),
  ];
}

function distanceAtKnots(
  baseline: NumericProfile,
  current: NumericProfile,
  samples: { readonly before: BinnedEcdf; readonly now: BinnedEcdf; readonly guessedEnds: boolean },
  thresholds: Thresholds,
): DriftTest[] {
  const sd = spreadOf(baseline);
  if (sd === undefined) return [];
  const means =
    baseline.mean === null || current.mean === null ? undefined : ([baseline.mean, current.mean] as const);
  const { estimate, bounds } = wassersteinAtKnots(samples.before, samples.now, means);
  const distance = normalisedDistance(estimate, sd);
  const between = [normalisedDistance(bounds[0], sd), normalisedDistance(bounds[1], sd)] as const;
  return testOf(
    "wasserstein",
    { statistic: distance, effect: distance, ...(!samples.guessedEnds && { bounds: between }) },
    thresholds,
  );
}

function knotTests(before: BinnedEcdf, now: BinnedEcdf, thresholds: Thresholds): DriftTest[] {
  const bounds = ksAtKnots(before, now);
  const [statistic] = bounds.statistic;
  const places = decilePlaces(before);
  const counts = ({ atOrBelow, n }: BinnedEcdf): number[] =>
    countsFromBelow(
      places.map((place) => atOrBelow[place] ?? 0),
      n,
    );
  return [
    // The least distance that is certain, and so the greatest p-value.
    ...testOf(
      "ks",
      { statistic, pValue: bounds.pValue, effect: statistic, bounds: bounds.statistic },
      thresholds,
    ),
    ...binnedTests(counts(before), counts(now), thresholds),
    ...rankTest(coarsened(before), coarsened(now), openPairs(before, now), thresholds),
  ];
}

/** @param open pairs of which it is not known which value is the larger one. */
function rankTest(before: Ecdf, now: Ecdf, open: number, thresholds: Thresholds): DriftTest[] {
  const { statistic, pValue, superiority } = mannWhitney(before, now);
  return testOf(
    "mann_whitney",
    {
      statistic,
      pValue,
      effect: Math.abs(2 * superiority - 1),
      ...(open > 0 && { bounds: [statistic - open / 2, statistic + open / 2] as const }),
    },
    thresholds,
  );
}

function openPairs(before: BinnedEcdf, now: BinnedEcdf): number {
  let pairs = 0;
  for (let i = 0; i + 1 < before.knots.length; i++) {
    const inBefore = (before.below[i + 1] ?? 0) - (before.atOrBelow[i] ?? 0);
    pairs += inBefore * ((now.below[i + 1] ?? 0) - (now.atOrBelow[i] ?? 0));
  }
  return pairs;
}
