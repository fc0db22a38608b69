import { chiSquare } from "../stats/drift/chi-square.js";
import { type Figures, furthestTests } from "./furthest.js";
import type { Thresholds } from "./monitor.js";
import type { TextProfile } from "./profile.js";
import { testOf } from "./test-of.js";
import { topicDrift } from "./topic-mix.js";
import type { DriftTest } from "./verdict.js";

/** What is looked at in texts, how far it has moved, and how surely. */
interface Look extends Required<Pick<DriftTest, "of" | "statistic" | "pValue">> {
  /** Total variation. */
  readonly distance: number;
}

/**
 * Every test of a column of texts: what they are about, by the words and the topics of the
 * baseline; and of their numbers of words and characters and their shares of unknown words the one that has changed most.
 */
export function textTests(baseline: TextProfile, current: TextProfile, thresholds: Thresholds): DriftTest[] {
  const figures: Figures[] = [
    [baseline.words, current.words],
    [baseline.characters, current.characters],
  ];
  if (baseline.unknownShare !== undefined && current.unknownShare !== undefined)
    figures.push([baseline.unknownShare, current.unknownShare]);
  const looks = [...lookAtWords(baseline, current), ...lookAtTopics(baseline, current)];
  return [...subjectTests(looks, thresholds), ...furthestTests(figures, thresholds)];
}

/**
 * Of the looks that have moved far enough the surest; where none has, the one that has moved furthest. Its p-value is times their number
 * (Bonferroni), so that two looks raise no more false alarms than one.
 */
function subjectTests(looks: readonly Look[], thresholds: Thresholds): DriftTest[] {
  const far = looks.filter(({ distance }) => distance >= thresholds.total_variation);
  const byChance = (a: Look, b: Look) => a.pValue - b.pValue;
  const byDistance = (a: Look, b: Look) => b.distance - a.distance;
  const [told] =
    far.length > 0 ? far.sort((a, b) => byChance(a, b) || byDistance(a, b)) : [...looks].sort(byDistance);
  if (told === undefined) return [];
  const { of, distance, statistic } = told;
  const pValue = Math.min(1, told.pValue * looks.length);
  return [
    ...testOf("total_variation", { of, statistic: distance, effect: distance }, thresholds),
    ...testOf("chi_square", { of, statistic, pValue }, thresholds),
  ];
}

function lookAtTopics(baseline: TextProfile, current: TextProfile): Look[] {
  const drift = topicDrift(baseline, current);
  if (drift === undefined) return [];
  const { totalVariation: distance, statistic, pValue } = drift;
  return [{ of: "topics", distance, statistic, pValue }];
}

/**
 * The word whose share of the texts has changed most: by how much, which is the total variation of having it or not; and how surely, the
 * smallest p-value of all words times their number.
 */
function lookAtWords(baseline: TextProfile, current: TextProfile): Look[] {
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
  return [{ of: "words", distance, statistic, pValue }];
}
