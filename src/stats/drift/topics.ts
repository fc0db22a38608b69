import { compareBytes } from "../../core/byte-order.js";
import { SeededRandom } from "../seeded-random.js";
import { kMeans } from "./k-means.js";
import { fitTfIdf, vectoriserOf } from "./tf-idf.js";

/** A word and how much it speaks for each topic: whole numbers, 0 or more. */
export type TopicTerm = readonly [term: string, ...weights: number[]];

const mostTopics = 8;
const mostTerms = 300;
/** A term of fewer texts, or a topic of fewer, could be one person's. */
const leastTexts = 10;
/** A word of more texts than these says little of what they are about. */
const mostShare = 0.3;
/** Texts to learn from for each topic. */
const textsATopic = 25;
/** Steps of a weight of 1. */
const steps = 100;

/**
 * Learns what texts are about: TF-IDF of the words that tell them apart, grouped by k-means from a fixed seed. A topic's weight of a
 * term is that of the term times the part of its centre, in hundredths, so that the topic of a text is the one whose weights sum to most
 * over its words.
 * @param texts the words of each. @returns terms by bytes, and the largest topic's weight first; undefined where fewer than two topics of
 *   ten texts are found.
 */
export function fitTopics(texts: readonly (readonly string[])[]): TopicTerm[] | undefined {
  const model = fitTfIdf(texts, { most: mostTerms, least: leastTexts, mostShare });
  const vectors = texts.map(vectoriserOf(model)).filter(({ places }) => places.length > 0);
  const wanted = Math.min(mostTopics, Math.floor(vectors.length / textsATopic));
  if (wanted < 2) return undefined;
  const { centres, groups } = kMeans(vectors, model.terms.length, wanted, new SeededRandom("mlx topics"));
  const topics = centres
    .map((centre, at) => ({ at, centre, texts: groups.filter((group) => group === at).length }))
    .filter((topic) => topic.texts >= leastTexts)
    .sort((a, b) => b.texts - a.texts || a.at - b.at)
    .map(({ centre }) => {
      const length = Math.sqrt(centre.reduce((sum, part) => sum + part * part, 0));
      return centre.map((part, place) => Math.round((steps * (model.weights[place] ?? 0) * part) / length));
    });
  if (topics.length < 2) return undefined;
  return model.terms
    .map((term, place): TopicTerm => [term, ...topics.map((weights) => weights[place] ?? 0)])
    .filter(([, ...weights]) => weights.some((weight) => weight > 0))
    .sort(([a], [b]) => compareBytes(a, b));
}
