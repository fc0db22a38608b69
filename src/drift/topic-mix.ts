import { chiSquare } from "../stats/drift/chi-square.js";
import { totalVariation } from "../stats/drift/total-variation.js";
import type { TextProfile } from "./profile.js";

/** One topic of a column of texts, before and now. */
export interface TopicShares {
  /** The words that speak most for it, at most eight; none of texts without any of the terms. */
  readonly terms: readonly string[];
  /** Shares of the texts, 0 to 1. */
  readonly before: number;
  readonly after: number;
}

/** What the texts of a column are about, before and now. */
export interface TopicDrift {
  /** Half the sum of the differences of the shares, 0 to 1. */
  readonly totalVariation: number;
  /** Pearson's statistic of the counts, and how likely one so great is by chance. */
  readonly statistic: number;
  readonly pValue: number;
  /** In the baseline's order, the largest first; last those without any of the terms, where there are such. */
  readonly topics: readonly TopicShares[];
}

const shownTerms = 8;

/** How texts are called that have none of the terms. */
export const noTerms = "none of the terms";

/**
 * Compares what texts are about. The baseline counts texts other than those that its topics were found in, so that both sides are strangers
 * to them and chance is what the test takes it for.
 * @returns undefined where a profile knows no topics, or a side counts no text.
 */
export function topicDrift(
  { topics: before }: TextProfile,
  { topics: now }: TextProfile,
): TopicDrift | undefined {
  if (before === undefined || now === undefined || before.texts.length !== now.texts.length) return undefined;
  const [a, b] = [
    [...before.texts, before.none],
    [...now.texts, now.none],
  ];
  const [n, m] = [sumOf(a), sumOf(b)];
  if (n === 0 || m === 0) return undefined;
  const { statistic, pValue } = chiSquare(a, b);
  const topics = a.map((count, topic): TopicShares => {
    const terms = topic < before.texts.length ? topTerms(before.terms, topic) : [];
    return { terms, before: count / n, after: (b[topic] ?? 0) / m };
  });
  const shown = topics.filter((topic) => topic.terms.length > 0 || topic.before + topic.after > 0);
  return { totalVariation: totalVariation(a, b), statistic, pValue, topics: shown };
}

function topTerms(terms: NonNullable<TextProfile["topics"]>["terms"], topic: number): string[] {
  return terms
    .map(([term, ...weights]) => ({ term, weight: weights[topic] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, shownTerms)
    .map(({ term }) => term);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
