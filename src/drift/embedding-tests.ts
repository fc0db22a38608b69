import { chiSquareUpperPoint } from "../stats/distributions/chi-square.js";
import { type Cloud, centroidDistance } from "../stats/drift/centroid-distance.js";
import { furthestTests } from "./furthest.js";
import type { Thresholds } from "./monitor.js";
import type { EmbeddingProfile } from "./profile.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/**
 * Every test of a column of vectors: how far their centre has moved; and of their lengths and projections the one that has changed most.
 */
export function embeddingTests(
  baseline: EmbeddingProfile,
  current: EmbeddingProfile,
  thresholds: Thresholds,
): DriftTest[] {
  const lines = baseline.projections.flatMap((line, i) => {
    const other = current.projections[i];
    return other === undefined ? [] : [[line, other] as const];
  });
  return [
    ...centroidTest(baseline, current, thresholds),
    ...furthestTests([[baseline.norm, current.norm], ...lines], thresholds),
  ];
}

/**
 * The threshold rises where there are few rows: without any drift, one in twenty effects is above it where all vectors lie along one line,
 * and fewer where they do not.
 */
function centroidTest(
  baseline: EmbeddingProfile,
  current: EmbeddingProfile,
  thresholds: Thresholds,
): DriftTest[] {
  const [before, now] = [cloudOf(baseline), cloudOf(current)];
  if (before === undefined || now === undefined || before.centroid.length !== now.centroid.length) return [];
  const { distance, effect } = centroidDistance(before, now);
  const chance = Math.sqrt((chiSquareUpperPoint(0.05, 1) - 1) * (1 / before.n + 1 / now.n));
  const threshold = Math.max(thresholds.centroid_distance, chance);
  return testOf("centroid_distance", { statistic: distance, effect, threshold }, thresholds);
}

function cloudOf({ rows, nulls, centroid, norm }: EmbeddingProfile): Cloud | undefined {
  const n = rows - nulls;
  if (n < 2 || centroid.length === 0 || norm.mean === null || norm.m2 === null) return undefined;
  const square = centroid.reduce((sum, part) => sum + part * part, 0);
  // The mean squared length less the squared length of the mean.
  return { centroid, n, spread: Math.max(0, norm.m2 / n + norm.mean * norm.mean - square) };
}
