import { compareBytes } from "../../core/byte-order.js";
import { wordsOf } from "./words.js";

/** Words, and how much each says about a text: ln((1 + texts) / (1 + texts with it)) + 1. */
export interface TfIdf {
  readonly words: readonly string[];
  readonly weights: readonly number[];
}

/**
 * Learns the words that texts have most in common, in scikit-learn's weighting (`smooth_idf`).
 * @param most words that are kept: those in most texts, then by bytes. The words are sorted by bytes.
 */
export function fitTfIdf(texts: readonly string[], most = 500): TfIdf {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(wordsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts]
    .sort(([a, inA], [b, inB]) => inB - inA || compareBytes(a, b))
    .slice(0, most)
    .sort(([a], [b]) => compareBytes(a, b));
  return {
    words: kept.map(([word]) => word),
    weights: kept.map(([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}

/** Prepares for texts of any number. @returns a text as a vector of length 1, or of zeros where it has none of the words. */
export function vectoriserOf({ words, weights }: TfIdf): (text: string) => number[] {
  const places = new Map(words.map((word, place) => [word, place]));
  return (text) => {
    const vector = new Array<number>(words.length).fill(0);
    for (const word of wordsOf(text)) {
      const place = places.get(word);
      if (place !== undefined) vector[place] = (vector[place] ?? 0) + (weights[place] ?? 0);
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return length > 0 ? vector.map((value) => value / length) : vector;
  };
}
