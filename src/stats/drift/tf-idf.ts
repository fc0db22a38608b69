import { compareBytes } from "../../core/byte-order.js";
import type { SparseVector } from "./types.js";

/** Words, by bytes, and how much each says about a text: ln((1 + texts) / (1 + texts with it)) + 1. */
export interface TfIdf {
  readonly terms: readonly string[];
  readonly weights: readonly number[];
}

export interface TermLimits {
  /** Terms that are kept: those in most texts, then by bytes. */
  readonly most: number;
  /** Texts that have to hold a term. Default 1. */
  readonly least?: number;
  /** Share of the texts that may hold it; a word that is in more says nothing of what they are about. Default 1. */
  readonly mostShare?: number;
}

/**
 * Learns which words tell texts apart, in scikit-learn's weighting (`TfidfVectorizer`, `smooth_idf`).
 * @param texts the words of each.
 */
export function fitTfIdf(texts: readonly (readonly string[])[], limits: TermLimits): TfIdf {
  const { most, least = 1, mostShare = 1 } = limits;
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= least && count <= mostShare * texts.length)
    .sort(([a, inA], [b, inB]) => inB - inA || compareBytes(a, b))
    .slice(0, most)
    .sort(([a], [b]) => compareBytes(a, b));
  return {
    terms: kept.map(([word]) => word),
    weights: kept.map(([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}

/** Prepares for texts of any number. @returns a text as a vector of length 1, or of length 0 where it has none of the terms. */
export function vectoriserOf({ terms, weights }: TfIdf): (words: readonly string[]) => SparseVector {
  const placeOf = new Map(terms.map((term, place) => [term, place]));
  return (words) => {
    const parts = new Map<number, number>();
    for (const word of words) {
      const place = placeOf.get(word);
      if (place !== undefined) parts.set(place, (parts.get(place) ?? 0) + (weights[place] ?? 0));
    }
    const sorted = [...parts].sort(([a], [b]) => a - b);
    const length = Math.sqrt(sorted.reduce((sum, [, value]) => sum + value * value, 0));
    return { places: sorted.map(([place]) => place), values: sorted.map(([, value]) => value / length) };
  };
}
