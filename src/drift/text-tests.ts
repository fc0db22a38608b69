import { chiSquare } from "../stats/drift/chi-square.js";
import { type Figures, furthestTests } from "./furthest.js";
import type { Thresholds } from "./monitor.js";
import type { TextProfile } from "./profile.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/**
 * Every test of a column of texts: what they are about, by the words of the
 * baseline; and of their numbers of words and characters and their shares of unknown words the one that has changed most.
 */
export function textTests(baseline: TextProfile, current: TextProfile, thresholds: Thresholds): DriftTest[] {
  const figures: Figures[] = [
    [baseline.words, current.words],
    [baseline.characters, current.characters],
  ];
  if (baseline.unknownShare !== undefined && current.unknownShare !== undefined)
    figures.push([baseline.unknownShare, current.unknownShare]);
  return [...wordTests(baseline, current, thresholds), ...furthestTests(figures, thresholds)];
}

/**
 * The word whose share of the texts has changed most: by how much, which is the total variation of having it or not; and how surely, the
 * smallest p-value of all words times their number.
 */
function wordTests(baseline: TextProfile, current: TextProfile, thresholds: Thresholds): DriftTest[] {
  const [n, m] = [baseline.rows - baseline.nulls, current.rows - current.nulls];
  if (n === 0 || m === 0 || baseline.vocabulary.length === 0) return [];
  const now = new Map(current.vocabulary);
  let [distance, statistic, least] = [0, 0, 1];
  for (const [word, before] of baseline.vocabulary) {
    const after = now.get(word) ?? 0;
    distance = Math.max(distance, Math.abs(before / n - after / m));
    const outcome = chiSquare([before, n - before], [after, m - after]);
    if (outcome.pValue < least || (outcome.pValue === least && outcome.statistic > statistic)) {
      least = outcome.pValue;
      statistic = outcome.statistic;
    }
  }
  const pValue = Math.min(1, least * baseline.vocabulary.length);
  return [
    ...testOf("total_variation", { statistic: distance, effect: distance }, thresholds),
    ...testOf("chi_square", { statistic, pValue }, thresholds),
  ];
}
